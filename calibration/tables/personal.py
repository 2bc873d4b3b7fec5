"""Columns that tell who somebody is: names, mail and postal addresses, telephones; by header and by content."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

HEADERS = re.compile(
    r"(?<![a-z])(e-?mails?|mail|phones?|telephones?|tel|mobile|cell|fax|whatsapp|wechat|qq|"
    r"((first|last|full|sur|given|family|middle|customer|client|buyer|billing|shipping|contact|"
    r"receiver|maiden)[ _-]?)?names?|"
    r"surname|vorname|nachname|nom|prenom|prénom|apellidos?|nombre|"
    r"address(es)?|addr|street|strasse|straße|adresse|direcci[oó]n|house|zip([ _-]?code)?|"
    r"postal[ _-]?code|postcode|plz|"
    r"birth(day|date)?|date[ _-]of[ _-]birth|dob|geburtsdatum|ssn|passport|iban|card|tax[ _-]?id|vat[ _-]?(id|number)|"
    r"ip([ _-]?address)?|latitude|longitude|lat|lng|lon|url|website|comments?|notes?|remarks?)(?![a-z])"
    r"|姓名|名字|称呼|昵称|收货人|收件人|联系人|电话|手机|邮箱|邮件|地址|微信|身份证|生日|出生|邮编|备注|留言|氏名|住所",
    re.IGNORECASE,
)
MAIL = r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}"
PHONE = r"\+[0-9][0-9 ()./-]{7,17}|\(?0[0-9 ()./-]{8,16}|1[3-9][0-9]{9}|\(?[2-9][0-9]{2}\)?[ .-][0-9]{3}[ .-][0-9]{4}"
ADDRESS = (
    r"(?i)([0-9]+[a-z]? +.*\b(street|st|road|rd|avenue|ave|lane|ln|drive|dr|way|court|ct|boulevard|blvd|rue)\b.*"
    r"|.*(straße|strasse|str\.|weg|platz|gasse) *[0-9]+.*|.*(省|市|区|县).*(路|街|道|巷|号|弄|村).*)"
)
NAME = r"\p{Lu}[\p{L}'.-]+( \p{Lu}[\p{L}'.-]*){1,3}"
SOME = 0.3  # share of the filled values that must look so
MANY_NAMES = 20  # distinct ones: fewer two-word values with capitals are as well places or kinds


def personal_header(name: str) -> bool:
    """Whether a column's name says that it holds who somebody is."""
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\-./]+", " ", name)
    return bool(HEADERS.search(plain))


def personal_content(values: NDArray[np.object_]) -> str:
    """What distinct ``values`` look like: mail addresses, telephones, addresses or names; "" for none of them."""
    filled = pa.array([str(value) for value in values if value], pa.string())
    if not len(filled):
        return ""
    for what, pattern in (("mail addresses", MAIL), ("telephones", PHONE), ("addresses", ADDRESS), ("names", NAME)):
        share = np.mean(
            pyarrow.compute.match_substring_regex(filled, f"^(?:{pattern})$").to_numpy(zero_copy_only=False)
        )
        if share >= SOME and (what != "names" or len(filled) >= MANY_NAMES):
            return what
    return ""
