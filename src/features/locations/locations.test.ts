import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Flow, startFlow } from '../../../test/flow.ts';

let flow: Flow;
let station: number;
let other: number;

beforeAll(async () => {
  flow = await startFlow();
  ({ stationId: station } = await flow.station());
  ({ stationId: other } = await flow.station());
});
afterAll(() => flow?.stop());

const place = (body: Record<string, unknown>) => flow.call('POST', '/locations', body);
const sheetOf = (id: number) => flow.call('GET', `/stations/${id}/information`);
const headOf = (id: number) => flow.call('GET', `/stations/${id}`);

describe('locations', () => {
  it('are made, found by name and by address, changed and written down with old and new', async () => {
    const made = await place({
      name: 'Rudolfplatz',
      street: 'Hahnenstraße',
      houseNumber: '57',
      postalCode: '50667',
      city: 'Köln',
      country: 'DE',
      latitude: 6.96,
      longitude: 50.93,
    });
    expect(made).toMatchObject({
      address: 'Hahnenstraße 57, 50667 Köln, DE',
      warnings: ['coordinatesSwapped'],
      stations: 0,
    });
    for (const text of ['rudolf', 'HAHNEN', '50667 köln', 'ru'])
      expect((await flow.call('GET', `/locations?text=${encodeURIComponent(text)}`)).items, text).toHaveLength(1);
    expect((await flow.call('GET', '/locations?text=nirgends')).items).toEqual([]);
    const changed = await flow.call('PATCH', `/locations/${made.id}`, {
      latitude: 50.93,
      longitude: 6.96,
      houseNumber: null,
      name: 'Rudolfplatz',
    });
    expect(changed).toMatchObject({ address: 'Hahnenstraße, 50667 Köln, DE', warnings: [] });
    const { rows } = await flow.pool.query("SELECT body FROM operator_facts WHERE type = 'location.changed'");
    expect(rows.map(({ body }) => body)).toMatchObject([
      {
        location: made.id,
        change: { latitude: 50.93, longitude: 6.96, houseNumber: null },
        before: { latitude: 6.96, longitude: 50.93, houseNumber: '57' },
      },
    ]);
    expect(rows[0].body.change).not.toHaveProperty('name');
    expect((await flow.ask('POST', '/locations', { name: 'Sea', latitude: 0, longitude: 0 })).status).toBe(422);
    expect((await flow.ask('PATCH', `/locations/${made.id}`, { latitude: null })).status).toBe(422);
  });

  it('pages by key in both orders', async () => {
    for (const [name, city] of [
      ['Aachen Nord', 'Aachen'],
      ['Zeche', 'Bochum'],
    ])
      await place({ name, city });
    for (const [sort, wanted] of [
      ['name', ['Aachen Nord', 'Rudolfplatz', 'Zeche']],
      ['city', ['Aachen Nord', 'Zeche', 'Rudolfplatz']],
    ] as const) {
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await flow.call('GET', `/locations?limit=1&sort=${sort}${after ? `&after=${after}` : ''}`);
        seen.push(...page.items.map((item: { name: string }) => item.name));
        after = page.next;
      } while (after !== undefined);
      expect(seen, sort).toEqual(wanted);
    }
  });

  it('a station that stands at one shows its name and address, is found by both, and has its time zone', async () => {
    await flow.call('PATCH', `/stations/${station}`, { location: 'Old text', address: 'Old street' });
    expect(await headOf(station)).toMatchObject({
      location: 'Old text',
      address: 'Old street',
      timeZone: 'Europe/Berlin',
    });
    const { id } = await place({
      name: 'Lisboa Docas',
      street: 'Rua da Cintura',
      city: 'Lisboa',
      timeZone: 'Europe/Lisbon',
    });
    expect(await flow.call('POST', `/locations/${id}/stations`, { stationIds: [station, 999_999] })).toEqual({
      changed: 1,
      items: [
        { stationId: station, changed: true },
        { stationId: 999_999, changed: false, detail: 'There is no station 999999.' },
      ],
    });
    expect(await headOf(station)).toMatchObject({
      location: 'Lisboa Docas',
      locationId: id,
      address: 'Rua da Cintura, Lisboa',
      timeZone: 'Europe/Lisbon',
    });
    const sheet = await sheetOf(station);
    expect(sheet).toMatchObject({
      timeZone: 'Europe/Lisbon',
      master: { place: { id, name: 'Lisboa Docas' }, location: 'Old text' },
    });
    expect(sheet.master.timeZone).toBeUndefined();
    // INF-4: the map of hours is in the same zone.
    expect((await flow.call('GET', `/stations/${station}/patterns`)).timeZone).toBe('Europe/Lisbon');
    expect((await flow.call('GET', `/stations/${station}/charge-points`)).timeZone).toBe('Europe/Lisbon');
    const found = async (query: string) =>
      (await flow.call('GET', `/stations?${query}`)).items.map((item: { id: number }) => item.id);
    expect(await found('text=docas')).toEqual([station]);
    expect(await found('text=cintura')).toEqual([station]);
    expect(await found('text=old+text')).toEqual([]);
    expect(await found('location=Lisboa+Docas')).toEqual([station]);
    expect(await found('location=Old+text')).toEqual([]);
    expect(await found(`locationId=${id}`)).toEqual([station]);
    expect((await flow.call('GET', '/search?text=docas')).items).toMatchObject([
      { stationId: station, matched: 'location' },
    ]);
    expect((await flow.call('GET', '/stations/choices')).locations).toContain('Lisboa Docas');

    await flow.call('PATCH', `/locations/${id}`, { name: 'Lisboa Expo' });
    expect(await found('text=docas')).toEqual([]);
    expect(await found('text=expo')).toEqual([station]);
    // Its own zone comes first.
    await flow.call('PATCH', `/stations/${station}`, { timeZone: 'Asia/Tokyo' });
    expect((await headOf(station)).timeZone).toBe('Asia/Tokyo');

    expect(await flow.call('GET', `/locations/${id}`)).toMatchObject({ stations: 1, figures: { sessions30d: 0 } });
    expect((await flow.ask('DELETE', `/locations/${id}`)).status).toBe(409);
    await flow.call('PATCH', `/stations/${station}`, { locationId: null });
    expect(await headOf(station)).toMatchObject({ location: 'Old text', address: 'Old street' });
    expect(await found('text=old+text')).toEqual([station]);
    await flow.call('DELETE', `/locations/${id}`);
    const { rows } = await flow.pool.query(
      "SELECT body->'change'->'locationId' AS now, body->'before'->'locationId' AS was FROM facts WHERE station_id = $1 AND body->'before'->'locationId' IS NOT NULL ORDER BY seq",
      [station],
    );
    expect(rows).toEqual([
      { now: id, was: null },
      { now: null, was: id },
    ]);
  });

  it('what a station points to must be there', async () => {
    for (const field of ['locationId', 'entityId', 'modelId'])
      expect((await flow.ask('PATCH', `/stations/${other}`, { [field]: 4711 })).status, field).toBe(422);
    expect((await flow.ask('POST', '/stations', { identity: 'NEW-1', name: 'New', locationId: 4711 })).status).toBe(
      422,
    );
    expect((await flow.call('GET', '/stations?text=NEW-1')).items).toEqual([]);
  });
});
