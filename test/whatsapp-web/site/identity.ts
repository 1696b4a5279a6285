/** @file The own account as the page knows it, with its trap: asked for too early, "nobody" is remembered (facts L1). */
import type { Me } from '../data/people.ts';
import type { Tripwire } from './tripwire.ts';
import type { Wid, WidFactory } from './wid.ts';

export class Identity {
  readonly #me: Me;
  readonly #wids: WidFactory;
  readonly #tripwire: Tripwire;
  #loggedIn = false;
  #memo: { pn: Wid | undefined } | null = null;

  constructor(me: Me, wids: WidFactory, tripwire: Tripwire) {
    this.#me = me;
    this.#wids = wids;
    this.#tripwire = tripwire;
  }

  /** The login id can be read from here on. What was remembered stays. */
  logIn(): void {
    this.#loggedIn = true;
  }

  logOut(): void {
    this.#loggedIn = false;
    this.#memo = null;
  }

  readonly pn = (): Wid | undefined => {
    this.#memo ??= { pn: this.#loggedIn ? this.#wids.createWid(this.#me.pn) : undefined };
    return this.#memo.pn;
  };

  readonly lid = (): Wid | undefined => (this.#loggedIn ? this.#wids.createWid(this.#me.lid) : undefined);

  /** `WAWebUserPrefsMeUser`. */
  exports(): Record<string, unknown> {
    const device = (id: string): Wid | undefined =>
      this.#loggedIn ? this.#wids.createWid(id.replace('@', ':7@')) : undefined;
    const askPn = (): Wid | undefined => {
      if (!this.#loggedIn) this.#tripwire.trip('getMaybeMePnUser before the login');
      return this.pn();
    };
    const orThrow = (): Wid => {
      const pn = askPn();
      if (!pn) throw new Error('me is undefined');
      return pn;
    };
    return {
      getMaybeMePnUser: askPn,
      getMaybeMeLidUser: this.lid,
      getMaybeMeDevicePn: () => device(this.#me.pn),
      getMaybeMeDeviceLid: () => device(this.#me.lid),
      getMaybeMeDisplayName: () => (this.#loggedIn ? this.#me.name : undefined),
      getMeUserOrThrow: orThrow,
      getMePnUserOrThrow_DO_NOT_USE: orThrow,
      isMeAccount: (wid: unknown) => [this.#me.pn, this.#me.lid].includes(String(wid)),
    };
  }
}
