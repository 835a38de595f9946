// A shop that knows nothing but the generated client: sells three mugs, ships them, takes one back and gives its money back.
// `node life_of_an_order.js SERVER SECRET` prints what became of the order.
import * as ordino from './client';
import { client } from './client/client.gen';

declare const process: { argv: string[]; exitCode: number };

const [server, secret] = process.argv.slice(2);
let asked = 0;

const certain = { throwOnError: true } as const;

function once() {
  asked += 1;
  return { ...certain, headers: { 'Idempotency-Key': `client-${asked}` } };
}

async function open(): Promise<void> {
  await ordino.registerChannel({ ...once(), body: { code: 'shop', currency: 'GBP' } });
  await ordino.registerLocation({ ...once(), body: { code: 'LON', country: 'GB' } });
  await ordino.registerSku({ ...once(), body: { code: 'MUG', name: 'A mug', weight_grams: 300 } });
  await ordino.setTaxRates({
    ...once(),
    body: { rates: [{ country: 'GB', category: 'standard', rate: '20', valid_from: '2020-01-01' }] },
  });
  const rate = { from_country: 'GB', to_country: 'GB', max_weight_grams: 30_000, amount_minor: 450, currency: 'GBP', transit_days: 2 };
  await ordino.registerCarrier({ ...once(), body: { code: 'POST', services: [{ code: 'PARCEL', rates: [rate] }] } });
  await ordino.receiveStock({ ...once(), body: { sku: 'MUG', location: 'LON', quantity: 10 } });
}

async function place(): Promise<number> {
  const ship_to = {
    recipient: 'Ada Byron',
    street: "12 St James's Square",
    city: 'London',
    postal_code: 'SW1Y 4JH',
    country: 'GB',
  };
  const body = { channel: 'shop', external_reference: 'W-1001', lines: [{ sku: 'MUG', quantity: 3, unit_price: '10.00' }], ship_to };
  const placed = await ordino.placeOrder({ ...certain, body });
  const again = await ordino.placeOrder({ ...certain, body });
  if (again.data.order_id !== placed.data.order_id) throw new Error('placed twice');
  await ordino.recordPayment({
    ...once(),
    path: { order_id: placed.data.order_id },
    body: { amount_minor: placed.data.total_minor, method: 'transfer' },
  });
  return placed.data.order_id;
}

async function ship(order_id: number): Promise<void> {
  const planned = await ordino.planFulfillment({ ...once(), path: { order_id }, body: { release: true } });
  const path = { fulfillment_order_id: planned.data.fulfillment_order_ids[0] };
  await ordino.pickUnits({ ...once(), path, body: {} });
  await ordino.packPackage({ ...once(), path, body: {} });
  const shipped = await ordino.shipPackages({ ...once(), body: path });
  await ordino.confirmDelivery({ ...once(), path: { shipment_id: shipped.data.shipment_id }, body: {} });
}

async function takeBack(order_id: number): Promise<void> {
  const units = { line_number: 1, quantity: 1 };
  const requested = await ordino.requestReturn({
    ...once(),
    path: { order_id },
    body: { lines: [{ ...units, reason: 'size' }] },
  });
  const path = { return_id: requested.data.return_id };
  await ordino.approveReturn({ ...once(), path, body: {} });
  await ordino.receiveReturn({ ...once(), path, body: { location: 'LON', lines: [units] } });
  await ordino.inspectReturn({ ...once(), path, body: { lines: [{ ...units, disposition: 'restock' }] } });
  await ordino.refundReturn({ ...once(), path, body: {} });
  const refunds = await ordino.listRefundsOfOrder({ ...certain, path: { order_id } });
  await ordino.confirmRefund({ ...once(), path: { refund_id: refunds.data.items[0].id }, body: { note: 'transferred' } });
}

async function main(): Promise<void> {
  client.setConfig({ baseUrl: `${server}/api/v1`, auth: secret });
  await open();
  const order_id = await place();
  await ship(order_id);
  await takeBack(order_id);
  const { order } = (await ordino.showOrder({ ...certain, path: { order_id } })).data;
  console.log(JSON.stringify(order));
}

main().catch((problem: unknown) => {
  console.error(JSON.stringify(problem), problem);
  process.exitCode = 1;
});
