import { useEffect, useRef } from 'react';
import { useIntl } from 'react-intl';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { CurveProps } from './curve.tsx';
import './curve.css';

const colourOf = (element: Element, name: string) => getComputedStyle(element).getPropertyValue(name).trim();

/** All points of all lines on one time axis. */
function joined(lines: CurveProps['lines']): uPlot.AlignedData {
  return uPlot.join(
    lines.map(
      (line) =>
        [line.points.map((point) => point[0] / 1000), line.points.map((point) => point[1])] as uPlot.AlignedData,
    ),
  );
}

/** A dashed line at a moment, with its word at the top. */
const markAt = (mark: NonNullable<CurveProps['mark']>, element: Element) => (plot: uPlot) => {
  const { left, top, width, height } = plot.bbox;
  const x = Math.round(plot.valToPos(mark.at / 1000, 'x', true));
  if (x < left || x > left + width) return;
  const { ctx } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colourOf(element, '--bad-ink');
  ctx.lineWidth = scale;
  ctx.setLineDash([4 * scale, 3 * scale]);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + height);
  ctx.stroke();
  ctx.font = `${11.5 * scale}px Inter Variable, sans-serif`;
  ctx.textAlign = x > left + width - 60 * scale ? 'right' : 'left';
  const at = x + (ctx.textAlign === 'left' ? 5 : -5) * scale;
  const room = ctx.measureText(mark.label).width;
  const ink = ctx.fillStyle;
  ctx.fillStyle = colourOf(element, '--surface');
  ctx.fillRect(at - (ctx.textAlign === 'left' ? 2 : room + 2) * 1, top + height - 17 * scale, room + 4, 14 * scale);
  ctx.fillStyle = ink;
  ctx.fillText(mark.label, at, top + height - 6 * scale);
  ctx.restore();
};

export default function CurvePlot({ label, lines, format, zone, height = 200, mark }: CurveProps) {
  const intl = useIntl();
  const box = useRef<HTMLDivElement>(null);
  const timeZone = zone ?? intl.timeZone;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const time = (seconds: number, withSeconds: boolean) =>
      new Intl.DateTimeFormat(intl.locale, {
        hour: '2-digit',
        minute: '2-digit',
        ...(withSeconds ? { second: '2-digit' } : {}),
        hour12: false,
        ...(timeZone ? { timeZone } : {}),
      }).format(seconds * 1000);
    const day = (seconds: number) =>
      new Intl.DateTimeFormat(intl.locale, {
        day: 'numeric',
        month: 'short',
        ...(timeZone ? { timeZone } : {}),
      }).format(seconds * 1000);
    /** Over more than a day midnight is named by the day that begins. */
    const ticked = (ticks: readonly number[]) => {
      const long = (ticks.at(-1) ?? 0) - (ticks[0] ?? 0) > 86_400;
      return ticks.map((tick) => {
        const clock = time(tick, false);
        return long && /^0?0\D00/.test(clock) ? day(tick) : clock;
      });
    };
    const draw = () => {
      const ink = colourOf(element, '--ink3');
      const line = colourOf(element, '--line');
      const axis = {
        stroke: ink,
        font: '11.5px Inter Variable, sans-serif',
        ticks: { show: false },
        grid: { stroke: line, width: 1 },
      };
      return new uPlot(
        {
          width: element.clientWidth || 300,
          height,
          legend: { live: true },
          ...(mark ? { hooks: { draw: [markAt(mark, element)] } } : {}),
          cursor: { y: false, points: { size: 7 } },
          scales: {
            x: { time: true },
            left: { range: (_, __, max) => [0, Math.max(max * 1.08, 1)] },
            right: { range: (_, __, max) => [0, Math.max(max * 1.08, 1)] },
          },
          axes: [
            { ...axis, grid: { show: false }, values: (_, ticks) => ticked(ticks) },
            {
              ...axis,
              scale: 'left',
              size: 62,
              values: (_, ticks) => ticks.map((tick) => format(tick, lines.find((each) => !each.right)?.unit ?? '')),
            },
            ...(lines.some((each) => each.right)
              ? [
                  {
                    ...axis,
                    scale: 'right',
                    side: 1,
                    size: 52,
                    grid: { show: false },
                    values: (_: uPlot, ticks: number[]) =>
                      ticks.map((tick) => format(tick, lines.find((each) => each.right)!.unit)),
                  },
                ]
              : []),
          ],
          series: [
            {
              value: (_, seconds) => (seconds === null ? '–' : time(seconds, true)),
              label: intl.formatMessage({ id: 'kit.curve.time' }),
            },
            ...lines.map((each) => {
              const stroke = colourOf(element, each.colour ?? '--brand');
              return {
                label: each.label,
                scale: each.right ? 'right' : 'left',
                stroke,
                width: 1.75,
                spanGaps: true,
                points: { show: false },
                value: (_: uPlot, value: number | null) => (value === null ? '–' : format(value, each.unit)),
                ...(each.stepped ? { paths: uPlot.paths.stepped!({ align: 1 }) } : {}),
                ...(each.filled ? { fill: colourOf(element, '--brand-soft') } : {}),
              } satisfies uPlot.Series;
            }),
          ],
        },
        joined(lines),
        element,
      );
    };
    let plot = draw();
    const sized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    sized.observe(element);
    const repaint = new MutationObserver(() => {
      plot.destroy();
      plot = draw();
    });
    repaint.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] });
    return () => {
      sized.disconnect();
      repaint.disconnect();
      plot.destroy();
    };
  }, [lines, format, height, intl, timeZone, mark]);
  return (
    <figure className="curve" aria-label={label}>
      <div ref={box} aria-hidden />
      <ul className="sr">
        {lines.map((line) => {
          const values = line.points.map((point) => point[1]).filter((value): value is number => value !== null);
          return (
            <li key={line.label}>
              {values.length === 0
                ? intl.formatMessage({ id: 'kit.curve.none' }, { line: line.label })
                : intl.formatMessage(
                    { id: 'kit.curve.summary' },
                    {
                      line: line.label,
                      count: values.length,
                      least: format(Math.min(...values), line.unit),
                      most: format(Math.max(...values), line.unit),
                      last: format(values.at(-1)!, line.unit),
                    },
                  )}
            </li>
          );
        })}
      </ul>
    </figure>
  );
}
