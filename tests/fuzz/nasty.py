"""Unwelcome input that people, programs and attackers send."""

from hypothesis import strategies as st

MARK = "<fuzz-mark>"  # must never come back unescaped

TEXTS = st.sampled_from(
    [
        *(
            "",
            " ",
            "\x00",
            "a\x00b",
            "\r\nSet-Cookie: a=b",
            "\u202e",
            "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
        ),
        *(MARK, f'">{MARK}', f"'-{MARK}", "{{ 7 }}{% load static %}", "javascript:alert(1)", "//elsewhere.example/"),
        *("-1", "0", "1.5", "1e400", "nan", "inf", "9" * 400, "0x10", "٣", "1_000", "18446744073709551616"),
        *("on", "null", "[]", "{}", "true", "2026-99-99", "9999-12-31", "0001-01-01", "2026-02-30T25:61"),
        *("../../etc/passwd", "%00", "' OR 1=1 --", "a" * 5000, "@", "a@b", "a@example.org"),
    ]
) | st.text(max_size=40)

FILES = st.sampled_from(
    [
        b"",
        b"\x00\xff\xfe",
        b"{",
        b"[" * 100_000,
        b"{" + b'"a":{' * 5_000,
        b'{"format": "career-paths/1", "person": {"tai_p5": 1e999}, "options": []}',
        b'{"person": [], "options": {}}',
        b"name: [" * 2_000,
        b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(b"b%d: &b%d [*a, *a, *a]\n" % (n, n) for n in range(50)),
        b"!!python/object/apply:os.system ['true']",
        b"x" * 300_000,
    ]
) | st.binary(max_size=60)

SEGMENTS = st.sampled_from(
    ["0", "-1", "9" * 40, "a" * 500, "..", "%00", "\x00", "é", "😀", MARK, "' OR 1=1 --", "\u202e", "typical_lead"]
) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/?#"), min_size=1, max_size=20)
