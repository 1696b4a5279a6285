"""Changes one archive's runs in many ways, and reads each with the second reader: `mutants.py FILE SEED COUNT`.

None may pass as whole, none may end in anything but an answer, and nothing may come out that was not in the archive.
"""
import collections, contextlib, io, os, random, sys
import read_archive as reader


def read(data, vault):
    """The lines of its records, and whether the run passed as whole."""
    reader.losses.clear()
    try:
        run = reader.Run(memoryview(data), *vault)
    except reader.DAMAGE:
        return set(), False
    chats = collections.defaultdict(list)
    reader.check(run, chats, {}, None)
    lines = {line for places in chats.values() for one, n in places for line, _ in one.records(n)}
    return lines, not any(reader.losses) and bool(run.end)


def mutant(data, chance):
    """A bit, bytes, a cut, a repetition, a hole, or two segments changed about."""
    changed, at = bytearray(data), chance.randrange(len(data))
    to = min(len(data), at + chance.choice([1, 2, 8, 9, 24, 100, 5000]))
    way = chance.randrange(6)
    if way == 0: changed[at] ^= 1 << chance.randrange(8)
    elif way == 1: changed[at:to] = chance.randbytes(to - at)
    elif way == 2: del changed[at:]
    elif way == 3: changed[at:at] = changed[at:to]
    elif way == 4: del changed[at:to]
    else: changed[at:to], changed[192:192 + to - at] = changed[192:192 + to - at], changed[at:to]
    return bytes(changed)


def main():
    path, seed, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    headers, parts = reader.collect([path])
    vault = reader.unlock(headers, "password", os.environ["KEEPSAKE_SECRET"])
    chance = random.Random(seed)
    runs = [bytes(part) for part in parts]
    accepted = strange = made = 0
    with contextlib.redirect_stderr(io.StringIO()):
        known = set()
        for run in runs:
            lines, whole = read(run, vault)
            assert whole and lines
            known |= lines
        while made < count:
            run = chance.choice(runs)
            changed = mutant(run, chance)
            if changed == run:
                continue
            made += 1
            lines, whole = read(changed, vault)
            accepted += whole
            strange += not lines <= known
    print(f"{made} mutants, {accepted} accepted, {strange} with lines that were never sealed")


main()
