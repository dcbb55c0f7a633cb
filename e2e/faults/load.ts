import { type Acknowledged, type Ledger, newLedger } from './ledger.ts';
import { createRandom, type Random } from './random.ts';
import { type Item, Session } from './session.ts';
import { PASSWORD } from './stage.ts';

const ITEMS = '/api/v1/bench/items';
const REASON = 'checked at the line again';
/** Records a client goes on working with. */
const OWN = 12;
/** Records all clients fight over. */
const SHARED = 4;

/** Clients that write until they are told to stop. */
export interface Load {
  readonly ledger: Ledger;
  /** Resolves when every client has the answer to its last request; rejects with the first client's failure. */
  stop(): Promise<void>;
  /** Rejects when a client has failed; never resolves. */
  readonly failed: Promise<never>;
}

export function startLoad(options: {
  readonly ports: readonly number[];
  readonly people: readonly string[];
  readonly seed: number;
}): Load {
  const ledger = newLedger();
  const shared: Item[] = [];
  let isStopping = false;
  const clients = options.people.map((username, n) => {
    const random = createRandom(options.seed + 1 + n);
    const session = new Session({ ports: options.ports, username, random, ledger });
    const client = new LoadClient({ name: `${username}/${options.seed}`, username, session, random, ledger, shared });
    const work = async () => {
      while (!isStopping) await client.act();
    };
    return work().finally(() => session.close());
  });
  const all = Promise.all(clients);
  const failed = all.then(() => new Promise<never>(() => undefined));
  failed.catch(() => undefined);
  return {
    ledger,
    failed,
    async stop() {
      isStopping = true;
      await all;
    },
  };
}

interface ClientParts {
  /** Makes the markers of this client unique. */
  readonly name: string;
  readonly username: string;
  readonly session: Session;
  readonly random: Random;
  readonly ledger: Ledger;
  readonly shared: Item[];
}

class LoadClient {
  readonly #parts: ClientParts;
  #own: Item[] = [];
  #made = 0;

  constructor(parts: ClientParts) {
    this.#parts = parts;
  }

  /** One act: mostly creating and editing own records, sometimes moving, signing, or editing what others edit too. */
  async act(): Promise<void> {
    const { random, shared } = this.#parts;
    const chance = random.next();
    if (chance < 0.35 || this.#own.length === 0) return this.#create();
    if (chance < 0.4 && shared.length > 0) return this.#update(random.pick(shared));
    const item = random.pick(this.#own);
    if (item.state === 'CLOSED') return this.#forget(item);
    if (chance < 0.8) return this.#update(item);
    if (chance < 0.98) return this.#move(item);
    return this.#approve(item);
  }

  async #create(): Promise<void> {
    const { session, ledger, shared } = this.#parts;
    const begunAt = performance.now();
    const marker = this.#marker('created');
    const body = { title: marker, description: 'Seen at station 4', severity: 'major', quantity: '3', found: '2026-11-20' };
    const headers = { 'idempotency-key': marker };
    const answer = await session.persist({ method: 'POST', path: ITEMS, body, headers }, () => {
      ledger.retried += 1;
    });
    if (answer.status !== 201 || !answer.item) throw new Error(`a create was answered ${answer.status} ${answer.rule}`);
    this.#acknowledge('create', answer.item, marker, begunAt);
    if (shared.length < SHARED) shared.push(answer.item);
    else this.#own = [...this.#own, answer.item].slice(-OWN);
  }

  async #update(item: Item): Promise<void> {
    const { session, ledger } = this.#parts;
    const begunAt = performance.now();
    const marker = this.#marker('edited');
    const answer = await session.attempt({
      method: 'PATCH',
      path: `${ITEMS}/${item.id}`,
      body: { remark: marker, reason: REASON },
      headers: { 'if-match': `"${item.version}"` },
    });
    if (answer?.status === 200 && answer.item) return this.#acknowledge('update', answer.item, marker, begunAt);
    if (!answer) ledger.doubtful += 1;
    await this.#refresh(item, answer?.status);
  }

  async #move(item: Item): Promise<void> {
    const verb = item.state === 'OPEN' ? 'investigate' : 'resume';
    await this.#transition(item, verb, { reason: REASON });
  }

  async #approve(item: Item): Promise<void> {
    const { username } = this.#parts;
    await this.#transition(item, 'approve', { reason: REASON, signature: { username, password: PASSWORD } });
  }

  async #transition(item: Item, verb: string, body: unknown): Promise<void> {
    const { session, ledger } = this.#parts;
    const begunAt = performance.now();
    const headers = { 'idempotency-key': this.#marker(verb), 'if-match': `"${item.version}"` };
    const answer = await session.persist({ method: 'POST', path: `${ITEMS}/${item.id}/${verb}`, body, headers }, () => {
      ledger.retried += 1;
    });
    if (answer.status !== 200 || !answer.item) return this.#refresh(item, answer.status);
    this.#acknowledge(verb === 'approve' ? 'approve' : 'transition', answer.item, answer.item.state, begunAt);
  }

  /** Learns how the record is now, after a refusal or without an answer. Only a refusal that nothing here can cause ends the run. */
  async #refresh(item: Item, status: number | undefined): Promise<void> {
    if (status !== undefined && ![404, 409, 412].includes(status)) throw new Error(`a change was answered ${status}`);
    const answer = await this.#parts.session.persist({ method: 'GET', path: `${ITEMS}/${item.id}` });
    if (answer.item) return this.#know(answer.item, true);
    this.#parts.ledger.vanished += 1;
    this.#forget(item);
  }

  #acknowledge(kind: Acknowledged['kind'], item: Item, marker: string, begunAt: number): void {
    const { id, number, version } = item;
    this.#parts.ledger.acknowledged.push({ kind, id, number, version, marker, begunAt });
    this.#know(item, false);
  }

  #know(item: Item, isRead: boolean): void {
    const put = (list: Item[]) => {
      const at = list.findIndex((known) => known.id === item.id);
      // Others may have moved a shared record further meanwhile. What was read counts even when it is older: a write may be lost.
      if (at >= 0 && (isRead || (list[at]?.version ?? 0) <= item.version)) list[at] = item;
    };
    put(this.#own);
    put(this.#parts.shared);
  }

  #forget(item: Item): void {
    this.#own = this.#own.filter((known) => known.id !== item.id);
    const at = this.#parts.shared.findIndex((known) => known.id === item.id);
    if (at >= 0) this.#parts.shared.splice(at, 1);
  }

  #marker(what: string): string {
    this.#made += 1;
    return `${what} ${this.#parts.name} ${this.#made}`;
  }
}
