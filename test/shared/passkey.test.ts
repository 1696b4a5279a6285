/** @file The passkey's ceremony, against authenticators that answer at once, only when asked, or not at all. */
import { describe, expect, it, vi } from 'vitest';
import { type KnownPasskey, passkeyDoor } from '../../entrypoints/shared/passkey.ts';
import { toBase64url } from '../../lib/base/bytes.ts';

const ID = 'abcdefghijklmnopabcdefghijklmnop';
const CREDENTIAL = Uint8Array.of(9, 8, 7);
const PRF = new Uint8Array(32).fill(5);
const location = { protocol: 'chrome-extension:', host: ID };

type Prf = { enabled?: boolean; results?: { first: BufferSource } };

const answer = (prf: Prf | undefined, credential = CREDENTIAL) =>
  ({
    rawId: credential.buffer,
    getClientExtensionResults: () => ({ ...(prf && { prf }) }),
  }) as unknown as PublicKeyCredential;

function doorTo(made: Prf | undefined, asked: Prf | undefined = undefined, credential = CREDENTIAL) {
  const create = vi.fn(async (_?: CredentialCreationOptions) => answer(made));
  const get = vi.fn(async (_?: CredentialRequestOptions) => answer(asked, credential));
  const door = passkeyDoor({ location, credentials: { create, get } }) ?? expect.fail('no door');
  return { door, create, get };
}

const known = (credential = CREDENTIAL): KnownPasskey => ({
  credential,
  prfSalt: new Uint8Array(32).fill(1),
});

describe('a passkey', () => {
  it('is not offered where the page is no Chromium extension, or there are none', () => {
    const credentials = { create: vi.fn(), get: vi.fn() };
    expect(passkeyDoor({ location: { protocol: 'moz-extension:', host: 'uuid' }, credentials })).toBeNull();
    expect(passkeyDoor({ location, credentials: undefined })).toBeNull();
  });

  it('is made for this extension, verified, under a fresh handle each time', async () => {
    const { door, create, get } = doorTo({ enabled: true, results: { first: PRF } });
    const first = await door.make([]);
    const second = await door.make([known()]);
    expect(first).toMatchObject({ rpId: ID, credential: CREDENTIAL, prf: PRF });
    expect(second.prfSalt).not.toEqual(first.prfSalt);
    const [one, two] = create.mock.calls.map(([options]) => options?.publicKey ?? expect.fail());
    expect(one).toMatchObject({
      rp: { id: ID },
      authenticatorSelection: { userVerification: 'required' },
      extensions: { prf: { eval: { first: first.prfSalt } } },
    });
    expect(one?.user.id).not.toEqual(two?.user.id);
    expect(one?.challenge).not.toEqual(two?.challenge);
    expect(two?.excludeCredentials).toEqual([{ type: 'public-key', id: CREDENTIAL }]);
    expect(get).not.toHaveBeenCalled();
  });

  it('is asked for its bytes where it gave none when it was made', async () => {
    const { door, get } = doorTo({ enabled: true }, { results: { first: PRF.buffer } });
    const { prf, prfSalt } = await door.make([]);
    expect(prf).toEqual(PRF);
    expect(get.mock.lastCall?.[0]?.publicKey).toMatchObject({
      rpId: ID,
      userVerification: 'required',
      allowCredentials: [{ type: 'public-key', id: CREDENTIAL }],
      extensions: { prf: { evalByCredential: { [toBase64url(CREDENTIAL)]: { first: prfSalt } } } },
    });
  });

  it('is asked for with the salt of each that is known', async () => {
    const other = Uint8Array.of(1);
    const { door, get } = doorTo(undefined, { results: { first: PRF } });
    const salts = { [toBase64url(CREDENTIAL)]: { first: known().prfSalt }, AQ: { first: known().prfSalt } };
    expect(await door.ask([known(), known(other)])).toEqual({ credential: CREDENTIAL, prf: PRF });
    const request = get.mock.lastCall?.[0]?.publicKey;
    expect(request?.allowCredentials?.map(({ id }) => id)).toEqual([CREDENTIAL, other]);
    expect(request?.extensions?.prf?.evalByCredential).toEqual(salts);
  });

  it('says what it cannot do', async () => {
    const unable = { code: 'passkey-unsupported' };
    await expect(doorTo({ enabled: false }).door.make([])).rejects.toMatchObject(unable);
    await expect(doorTo({ enabled: true }).door.make([])).rejects.toMatchObject(unable);
    await expect(doorTo({}, {}).door.ask([known()])).rejects.toMatchObject(unable);
    const short = { results: { first: new Uint8Array(16) } };
    await expect(doorTo({}, short).door.ask([known()])).rejects.toMatchObject(unable);
  });

  it('is refused where the user does, and where another answers', async () => {
    const refused = { code: 'passkey-refused' };
    const { door, get } = doorTo({}, { results: { first: PRF } }, Uint8Array.of(4));
    await expect(door.ask([known()])).rejects.toMatchObject(refused);
    get.mockRejectedValueOnce(new DOMException('', 'NotAllowedError'));
    await expect(door.ask([known()])).rejects.toMatchObject(refused);
    get.mockResolvedValueOnce(null as never);
    await expect(door.ask([known()])).rejects.toMatchObject(refused);
  });
});
