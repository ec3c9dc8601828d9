"""The State Council's holiday arrangements, copied from the notices: days off (first–last) and weekend days worked.

《国务院办公厅关于…年部分节假日安排的通知》 of each year; 2019 with its later change (1–4 May), 2020 with the
Spring Festival prolonged to 2 February.
"""

from datetime import date, timedelta

ARRANGEMENTS = {
    2018: (
        "0101-0101 0215-0221 0405-0407 0429-0501 0616-0618 0922-0924 1001-1007",
        "0211 0224 0408 0428 0929 0930",
    ),
    2019: (
        "1230-0101 0204-0210 0405-0407 0501-0504 0607-0609 0913-0915 1001-1007",
        "1229 0202 0203 0428 0505 0929 1012",
    ),
    2020: (
        "0101-0101 0124-0202 0404-0406 0501-0505 0625-0627 1001-1008",
        "0119 0426 0509 0628 0927 1010",
    ),
    2021: (
        "0101-0103 0211-0217 0403-0405 0501-0505 0612-0614 0919-0921 1001-1007",
        "0207 0220 0425 0508 0918 0926 1009",
    ),
    2022: (
        "0101-0103 0131-0206 0403-0405 0430-0504 0603-0605 0910-0912 1001-1007",
        "0129 0130 0402 0424 0507 1008 1009",
    ),
    2023: (
        "1231-0102 0121-0127 0405-0405 0429-0503 0622-0624 0929-1006",
        "0128 0129 0423 0506 0625 1007 1008",
    ),
    2024: (
        "0101-0101 0210-0217 0404-0406 0501-0505 0610-0610 0915-0917 1001-1007",
        "0204 0218 0407 0428 0511 0914 0929 1012",
    ),
    2025: (
        "0101-0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008",
        "0126 0208 0427 0928 1011",
    ),
    2026: (
        "0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007",
        "0104 0214 0228 0509 0920 1010",
    ),
}


def _day(year, text):
    """`1229` in the arrangement of 2019 is a day of December 2018 where a New Year holiday begins there."""
    return date(year, int(text[:2]), int(text[2:]))


def _tables():
    off, worked = set(), set()
    for year, (holidays, weekends) in ARRANGEMENTS.items():
        at_new_year = holidays.startswith("12")
        for span in holidays.split():
            first, last = span.split("-")
            day = _day(year - (at_new_year and first.startswith("12")), first)
            while day <= _day(year, last):
                off.add(day)
                day += timedelta(days=1)
        worked |= {_day(year - (at_new_year and text.startswith("12")), text) for text in weekends.split()}
    return off, worked


OFF, WORKED = _tables()


def is_worked(day):
    return day in WORKED or (day.weekday() < 5 and day not in OFF)
