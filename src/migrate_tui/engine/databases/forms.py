"""What SQLite's values look like: moments, documents, booleans, uuids. One CASE for each question;
NULL has no form, and what fits none is `other`.
"""

from __future__ import annotations

_DAY = "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]"
_CLOCK = "[0-2][0-9]:[0-5][0-9]"
# As seconds 1e8 to 1e10 are the years 1973 to 2286, as milliseconds 1e11 on are 1973 and later;
# what lies between is as seconds a year beyond belief, as milliseconds one near 1970. The least
# integer has an absolute value among doubles only.
_UNIT = """case when abs({c} * 1.0) < 1e8 then 'small' when abs({c} * 1.0) < 1e10 then 's'
 when abs({c} * 1.0) < 1e11 then 'near' when abs({c} * 1.0) < 1e14 then 'ms'
 when abs({c} * 1.0) < 1e17 then 'us' else 'ns' end"""
# Numbers whose digits are those of a calendar: 240229123456 is a moment, and no count.
_DIGITS = """{c} / 100000000 % 100 between 1 and 12 and {c} / 1000000 % 100 between 1 and 31
 and {c} / 10000 % 100 < 24 and {c} / 100 % 100 < 60 and {c} % 100 < 60"""
_WHOLE = f"""case when {{c}} between 1000000000000 and 9999999999999 then 'ms'
 when {{c}} between 100000000 and 9999999999 then 's' when {{c}} = 0 then 'zero'
 when {{c}} between 10000000000 and 999999999999 and {_DIGITS} then 'packed'
 when {{c}} between 19000101000000 and 21001231235959 and {_DIGITS} then 'packed'
 when {{c}} between 19000101 and 21001231 and {{c}} / 100 % 100 between 1 and 12
  and {{c}} % 100 between 1 and 31 then 'digits'
 when {{c}} between 1721425 and 5373484 then 'julian' else {_UNIT} end"""
# What stands behind hours and minutes: seconds, then nothing or a zone.
_ZONE = """ltrim(substr({c}, 17), ':.0123456789')"""
_OFFSET = " or ".join(
    f"{_ZONE} glob '{space}{zone}'"
    for space in ("", " ")
    for zone in ("[Zz]", *("[+-][0-1][0-9]" + end for end in ("", ":[0-5][0-9]", "[0-5][0-9]")))
)
_FINE = """rtrim(substr({c}, 27), 'Zz+-:0123456789') = '' and substr({c}, 27, 1) glob '[0-9]'
 and ltrim(substr({c}, 20, 7), '.0123456789') = ''"""
# With a modifier, or SQLite gives 30 February back as it came.
_REAL_DAY = "date(substr({c}, 1, 10), '+0 days') is substr({c}, 1, 10) and {c} not glob '0000*'"

# The most frequent spellings, told without a look at what stands behind them.
_SOUND = "substr({c}, 12, 2) < '24' and (substr({c}, 9, 2) between '01' and '28' or {d})"
_FAST = "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-5][0-9]:[0-5][0-9]"
_QUICK = _SOUND.replace("{d}", _REAL_DAY) + " and substr({c}, 6, 2) between '01' and '12'"

MOMENT = f"""case typeof({{c}}) when 'null' then null
 when 'integer' then {_WHOLE}
 when 'real' then case when {{c}} between 1721425.0 and 5373484.5 then 'julian' else {_UNIT} end
 when 'text' then case
  when {{c}} glob '{_FAST}' and {_QUICK} and +{{c}} > '0001' then 'local'
  when {{c}} glob '{_FAST}.[0-9][0-9][0-9]' and {_QUICK} and +{{c}} > '0001' then 'local'
  when {{c}} glob '{_FAST}.[0-9][0-9][0-9]Z' and {_QUICK} and +{{c}} > '0001' then 'zoned'
  when length({{c}}) = 10 and {{c}} glob '{_DAY}' and {_REAL_DAY} then 'day'
  when {{c}} glob '{_DAY}[ Tt]{_CLOCK}*' and substr({{c}}, 12, 2) < '24'
   and (substr({{c}}, 17, 1) <> ':' or substr({{c}}, 17, 3) < ':60') and {_REAL_DAY} then case
   when {_FINE} then 'fine' when {_ZONE} = '' then 'local' when {_OFFSET} then 'zoned'
   else 'other' end
  when {{c}} = '' then 'empty' else 'other' end
 else 'blob' end"""

JSON = """case typeof({c}) when 'null' then null
 when 'text' then case when not json_valid({c}) then case {c} when '' then 'empty' else 'other' end
  when instr({c}, '\\u') and (instr({c}, '\\u0000') or {c} like '%\\ud8%'
   or {c} like '%\\ud9%' or {c} like '%\\uda%'
   or {c} like '%\\udb%' or {c} like '%\\udc%' or {c} like '%\\udd%' or {c} like '%\\ude%'
   or {c} like '%\\udf%') then 'escape'
  when substr(ltrim({c}), 1, 1) in ('{{', '[') then 'document' else 'scalar' end
 when 'blob' then 'blob' else 'number' end"""

BOOLEAN = """case typeof({c}) when 'null' then null
 when 'text' then case when lower(trim({c})) in ('t', 'true', 'yes', 'y', 'on', '1', 'f', 'false',
  'no', 'n', 'off', '0') then 'word' when {c} = '' then 'empty' else 'other' end
 when 'blob' then 'blob' else case when {c} in (0, 1) then 'bit' else 'number' end end"""

_HEX4 = "[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]"
UUID = f"""case typeof({{c}}) when 'null' then null
 when 'text' then case when {{c}} glob
  '{_HEX4}{_HEX4}-{_HEX4}-{_HEX4}-{_HEX4}-{_HEX4}{_HEX4}{_HEX4}' then 'uuid' else 'other' end
 else 'other' end"""

TIME = f"""case typeof({{c}}) when 'null' then null
 when 'text' then case when {{c}} glob '{_CLOCK}' and +{{c}} < '24' then 'clock'
  when {{c}} glob '{_CLOCK}:[0-5][0-9]' and +{{c}} < '24' then 'clock'
  when {{c}} glob '{_CLOCK}:[0-5][0-9].[0-9]*' and +{{c}} < '24' and length({{c}}) < 16
   and ltrim(substr({{c}}, 10), '0123456789') = '' then 'clock' else 'other' end
 else 'other' end"""

FORMS = {"moment": MOMENT, "json": JSON, "boolean": BOOLEAN, "uuid": UUID, "time": TIME}
