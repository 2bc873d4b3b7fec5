"""Object files of ELF (the System V ABI): which functions they hold."""

import struct

SYMBOLS, FUNCTION, RESERVED = 2, 2, 0xFF00


def functions_in(content):
    """The names of the functions that an object file of 64 bits defines."""
    assert content[:5] == b"\x7fELF\x02"
    [places] = struct.unpack_from("<Q", content, 0x28)
    [number] = struct.unpack_from("<H", content, 0x3C)
    sections = [struct.unpack_from("<IIQQQQIIQQ", content, places + 64 * k) for k in range(number)]
    found = set()
    for _, kind, _, _, start, size, names, *_ in sections:
        if kind != SYMBOLS:
            continue
        text = content[sections[names][4] :]
        for name, info, _, section, _, _ in struct.iter_unpack("<IBBHQQ", content[start : start + size]):
            if info & 15 == FUNCTION and 0 < section < RESERVED:
                found.add(text[name : text.index(b"\0", name)].decode())
    return found
