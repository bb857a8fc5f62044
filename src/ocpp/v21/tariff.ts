import type { OCPP21 } from 'typed-ocpp';
import type {
  FixedConditions,
  Tariff,
  TariffBound,
  TariffConditions,
  TariffPart,
  TaxRate,
} from '../../domain/commands/tariff.ts';
import { iso } from '../../lib/time.ts';
import { atLeastOne, compact, someOrNone } from '../compact.ts';
import { writtenContent } from '../v2/content.ts';

type Written = OCPP21.SetDefaultTariffRequest['tariff'];
type Taxes = NonNullable<NonNullable<Written['energy']>['taxRates']>;
type Days = NonNullable<NonNullable<NonNullable<Written['energy']>['prices'][number]['conditions']>['dayOfWeek']>;

const dayWords = {
  monday: 'Monday',
  tuesday: 'Tuesday',
  wednesday: 'Wednesday',
  thursday: 'Thursday',
  friday: 'Friday',
  saturday: 'Saturday',
  sunday: 'Sunday',
} as const;

const taxes = (rates: readonly TaxRate[] | undefined) =>
  someOrNone(rates?.map(({ type, percent, stack }) => compact({ type, tax: percent, stack }))) as Taxes | undefined;

const writtenWhen = (when: FixedConditions) => ({
  startTimeOfDay: when.startTimeOfDay,
  endTimeOfDay: when.endTimeOfDay,
  dayOfWeek: someOrNone(when.days?.map((day) => dayWords[day])) as Days | undefined,
  validFromDate: when.validFrom,
  validToDate: when.validTo,
  evseKind: when.current,
});

/** TariffConditionsType: energies in Wh, times in seconds. */
const conditions = (when: TariffConditions | undefined) =>
  when &&
  compact({
    ...writtenWhen(when),
    minEnergy: when.minEnergyWh,
    maxEnergy: when.maxEnergyWh,
    minCurrent: when.minCurrentA,
    maxCurrent: when.maxCurrentA,
    minPower: when.minPowerW,
    maxPower: when.maxPowerW,
    minTime: when.minSeconds,
    maxTime: when.maxSeconds,
    minChargingTime: when.minChargingSeconds,
    maxChargingTime: when.maxChargingSeconds,
    minIdleTime: when.minIdleSeconds,
    maxIdleTime: when.maxIdleSeconds,
  });

const fixedConditions = (when: FixedConditions | undefined) =>
  when &&
  compact({
    ...writtenWhen(when),
    paymentBrand: when.paymentBrand,
    paymentRecognition: when.paymentRecognition,
  });

const energy = ({ prices, taxRates }: TariffPart): NonNullable<Written['energy']> =>
  compact({
    prices: atLeastOne(
      prices.map((price) => compact({ priceKwh: price.amount, conditions: conditions(price.conditions) })),
    ),
    taxRates: taxes(taxRates),
  });

const time = ({ prices, taxRates }: TariffPart): NonNullable<Written['chargingTime']> =>
  compact({
    prices: atLeastOne(
      prices.map((price) => compact({ priceMinute: price.amount, conditions: conditions(price.conditions) })),
    ),
    taxRates: taxes(taxRates),
  });

const fixed = ({ prices, taxRates }: TariffPart<FixedConditions>): NonNullable<Written['fixedFee']> =>
  compact({
    prices: atLeastOne(
      prices.map((price) => compact({ priceFixed: price.amount, conditions: fixedConditions(price.conditions) })),
    ),
    taxRates: taxes(taxRates),
  });

const bound = ({ exclTax, inclTax, taxRates }: TariffBound): NonNullable<Written['minCost']> =>
  compact({ exclTax, inclTax, taxRates: taxes(taxRates) });

/** TariffType (I07). */
export const writtenTariff = (tariff: Tariff): Written =>
  compact({
    tariffId: tariff.id,
    currency: tariff.currency,
    description: someOrNone(tariff.description?.map(writtenContent)) as Written['description'],
    validFrom: tariff.validFrom === undefined ? undefined : iso(tariff.validFrom),
    energy: tariff.energy && energy(tariff.energy),
    chargingTime: tariff.chargingTime && time(tariff.chargingTime),
    idleTime: tariff.idleTime && time(tariff.idleTime),
    fixedFee: tariff.fixedFee && fixed(tariff.fixedFee),
    reservationTime: tariff.reservationTime && time(tariff.reservationTime),
    reservationFixed: tariff.reservationFixed && fixed(tariff.reservationFixed),
    minCost: tariff.minCost && bound(tariff.minCost),
    maxCost: tariff.maxCost && bound(tariff.maxCost),
  });
