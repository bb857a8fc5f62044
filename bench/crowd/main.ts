import type { Order } from './orders.ts';
import { createCrowd } from './player.ts';

/** A process of its own that plays stations: it takes orders from the benchmark and reports. */
const crowd = createCrowd();
const reply = (value: unknown) => process.send?.({ value });
process.on('message', (order: Order) => {
  switch (order.do) {
    case 'come':
      void crowd.come(order.coming).then(reply);
      return;
    case 'ride':
      void crowd.ride(order.riding).then(reply);
      return;
    case 'bring':
      void crowd.bring(order.bringing).then(reply);
      return;
    case 'report':
      reply(crowd.report());
      return;
    case 'leave':
      crowd.leave();
      reply(undefined);
  }
});
process.on('disconnect', () => process.exit(0));
