/** The variables that an order starts with. */
export interface Order {
  readonly number: number;
  readonly article: string;
  readonly quantity: number;
  /** In cents. */
  readonly price: number;
  readonly card: string;
}

const ARTICLES = ['anvil', 'birdseed', 'catapult', 'dynamite', 'elastic band'];

/** What the warehouse holds of each article: an order of more than that is turned down. */
export const STOCK: Readonly<Record<string, number>> = {
  anvil: 2,
  birdseed: 50,
  catapult: 4,
  dynamite: 9,
  'elastic band': 50,
};

/** The first `count` orders: always the same ones, so that every run has the same outcomes. */
export function placeOrders(count: number): Order[] {
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    article: ARTICLES[index % ARTICLES.length] as string,
    quantity: 1 + (index % 7),
    price: 1_999,
    card: index % 10 === 3 ? '4000-DECLINED' : '4242-4242',
  }));
}
