import { Button } from '@mantine/core';
import { IconCertificate, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { usePages, useRead } from '../../../web/api/queries.ts';
import { Page } from '../../../web/kit/page.tsx';
import { ProblemState } from '../../../web/kit/problem.tsx';
import { useUrlState } from '../../../web/kit/url-state.ts';
import { useSession } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { BeginDialog } from './begin-dialog.tsx';
import { ImageDialog } from './image-dialog.tsx';
import { Images } from './images.tsx';
import { MakersDialog } from './makers-dialog.tsx';
import { RolloutDetail } from './rollout-detail.tsx';
import { Rollouts } from './rollouts.tsx';
import { texts } from './texts.ts';
import { Versions } from './versions.tsx';
import { type Image, useWord } from './words.tsx';

export default function FirmwarePage() {
  return (
    <WithTexts texts={texts}>
      <Firmware />
    </WithTexts>
  );
}

/** Roll-outs, images and versions; one roll-out where the address names one. */
function Firmware() {
  const [{ rollout }] = useUrlState();
  return rollout === undefined ? <Overview /> : <OneRollout id={rollout} />;
}

const often = 5000;

function OneRollout({ id }: { id: string }) {
  const [busy, setBusy] = useState(true);
  const read = useRead('/firmware/rollouts/:rolloutId', { params: { rolloutId: id } }, busy ? { everyMs: often } : {});
  const moving = read.data === undefined || read.data.state === 'running' || read.data.counts.asked > 0;
  if (moving !== busy) setBusy(moving);
  if (read.error) return <ProblemState error={read.error} onRetry={() => void read.refetch()} page />;
  return read.data ? <RolloutDetail rollout={read.data} everyMs={moving ? often : undefined} /> : null;
}

function Overview() {
  const word = useWord();
  const { rights } = useSession();
  const may = rights.includes('firmware.change');
  const [dialog, setDialog] = useState<'add' | 'makers' | { begin: Image } | { upload: Image } | undefined>();
  const [, change] = useUrlState();
  const images = usePages('/firmware/images', { query: { limit: 100 } });
  const close = () => setDialog(undefined);
  return (
    <Page
      title={word('title')}
      note={word('note')}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconCertificate size={16} stroke={1.8} />}
            onClick={() => setDialog('makers')}
          >
            {word('makers')}
          </Button>
          {may ? (
            <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => setDialog('add')}>
              {word('add')}
            </Button>
          ) : null}
        </>
      }
    >
      <div className="firmware-stack">
        <Rollouts onOpen={(id) => change({ rollout: id }, { push: true })} />
        <Images
          list={images}
          may={may}
          onBegin={(image) => setDialog({ begin: image })}
          onUpload={(image) => setDialog({ upload: image })}
        />
        <Versions />
      </div>
      {dialog === 'add' ? <ImageDialog onClose={close} /> : null}
      {dialog === 'makers' ? <MakersDialog onClose={close} /> : null}
      {typeof dialog === 'object' && 'upload' in dialog ? <ImageDialog image={dialog.upload} onClose={close} /> : null}
      {typeof dialog === 'object' && 'begin' in dialog ? (
        <BeginDialog
          image={dialog.begin}
          onClose={close}
          onBegun={(id) => {
            close();
            change({ rollout: id }, { push: true });
          }}
        />
      ) : null}
    </Page>
  );
}
