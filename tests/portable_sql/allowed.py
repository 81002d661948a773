"""What SQL over evidence may be made of.

The commonest of it is run on DuckDB and, translated by sqlglot, on PostgreSQL with the same answer (`witnesses`). The names are
those of sqlglot's expressions. What is on no list is refused.

Two things no list can tell. A backslash in a value of which the pattern of `like` is made escapes on PostgreSQL, unless the
translation adds `escape ''`. And of `select t.*, a as b ... qualify` sqlglot makes a select that has `b` twice, which PostgreSQL
refuses to read.

`QUERY` is for every question to the evidence. `LOAD` adds what a source's `load.sql` may use besides: it takes raw exports
apart on the engine that ships, before any table of evidence exists, and no other engine ever runs it. Its JSON is therefore
DuckDB's own, and so are casts that yield NULL where a value does not fit and functions over lists.
"""

from __future__ import annotations

STRUCTURE = frozenset({
    "Alias", "And", "Array", "Between", "Boolean", "CTE", "Case", "Column", "DataType", "DataTypeParam", "Distinct",
    "Except", "Exists", "Filter", "From", "Group", "Having", "Identifier", "If", "In", "Intersect", "Interval", "Is",
    "Join", "Lateral", "Limit", "Literal", "Not", "Null", "Or", "Order", "Ordered", "Paren", "Placeholder", "Qualify",
    "Select", "Star", "Subquery", "Table", "TableAlias", "Tuple", "Union", "Values", "Var", "Where", "Window",
    "WindowSpec", "With",
})  # fmt: skip
OPERATORS = frozenset({
    "Add", "DPipe", "Div", "EQ", "GT", "GTE", "ILike", "IntDiv", "LT", "LTE", "Like", "Mod", "Mul", "NEQ", "Neg",
    "NullSafeEQ", "NullSafeNEQ", "RegexpLike", "Sub",
})  # fmt: skip
FUNCTIONS = frozenset({
    "Abs", "ArrayAgg", "ArrayContains", "ArraySize", "ArrayToString", "Avg", "Cast", "Ceil", "Coalesce", "ConcatWs",
    "Count", "Explode", "Extract", "Floor", "Greatest", "GroupConcat", "Lag", "Lead", "Least", "Left", "Length",
    "LogicalAnd", "LogicalOr", "Lower", "Max", "Min", "Nullif", "Rank", "RegexpReplace", "Replace", "Right", "Round",
    "RowNumber", "SplitPart", "StartsWith", "StrPosition", "Substring", "Sum", "TimeToStr", "TimeToUnix",
    "TimestampTrunc", "Trim", "Upper",
})  # fmt: skip
QUERY = STRUCTURE | OPERATORS | FUNCTIONS

# Functions for which sqlglot has no expression, so that it writes them as they stand; PostgreSQL has them under the same name.
CALLS = frozenset({"regexp_split_to_array"})

TYPES = frozenset(["BIGINT", "BOOLEAN", "DATE", "DECIMAL", "DOUBLE", "INT", "TEXT", "TEXT[]", "TIMESTAMP"])
JOINS = frozenset(
    {
        ("", ""),
        ("", "INNER"),
        ("", "CROSS"),
        ("LEFT", ""),
        ("RIGHT", ""),
        ("FULL", ""),
        ("LEFT", "OUTER"),
        ("RIGHT", "OUTER"),
        ("FULL", "OUTER"),
    }
)
PARTS_OF_TIME = frozenset(["YEAR", "QUARTER", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "EPOCH"])
TRUNCATIONS = frozenset(["YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "HOUR", "MINUTE", "SECOND"])
FORMATS = frozenset("YmdHMS")  # letters after % in a format of dates

LOAD = QUERY | frozenset({
    "ArgMax", "ArrayConcat", "ArrayFilter", "Insert", "JSONArray", "JSONExtract", "JSONExtractScalar", "JSONPath", "JSONPathKey",
    "JSONPathRoot", "JSONPathSubscript", "JSONPathWildcard", "JSONType", "Lambda", "RegexpExtract", "Schema",
    "Transform", "TryCast", "UnixToTime",
})  # fmt: skip
LOAD_TYPES = TYPES | {"JSON", "JSON[]", "TIMESTAMPTZ"}
LOAD_CALLS = CALLS | {"json_array_length", "json_exists", "to_json"}

# Calls that sqlglot takes for others, so that only their spelling tells, and what to write instead.
LOST_CALLS = {"len": "`coalesce(array_length(x), 0)` of a list, `length(x)` of a text: sqlglot takes every list for a text"}

# What to write instead, by sqlglot's name or, for functions that it does not know, by their own.
INSTEAD = {
    "AntiJoin": "`where not exists (select 1 from ... )`: elsewhere ANTI is read as a name of the table and joins instead",
    "SemiJoin": "`where exists (select 1 from ...)`",
    "AsofJoin": "a join on the condition, and `qualify row_number() over (... order by ... desc nulls last) = 1`",
    "NaturalJoin": "the columns: `on a.x = b.x`",
    "Using": "`on a.x = b.x`: what `*` and a bare column name then mean differs",
    "DateDiff": "`cast(b as date) - cast(a as date)` for days, `(epoch(b) - epoch(a)) / 3600` for hours: days differ",
    "DateSub": "`cast(b as date) - cast(a as date)`, or compare `a + interval 1 day` with b",
    "DateAdd": "`a + interval 1 day`",
    "ToDays": "`a + n * interval 1 day`",
    "GenerateSeries": "the tables `calendar` and `buckets`",
    "GroupAll": "the names: `group by a, b`",
    "OrderAll": "the names: `order by a, b`",
    "StarExcept": "the names of the columns",
    "Columns": "the names of the columns",
    "TryCast": "`case when regexp_matches(x, '^[0-9]+$') then cast(x as ...) end`, or look for the day in `calendar`",
    "try_strptime": "the day of the table `calendar` whose text it is: `cast(c.day as varchar) = x`",
    "StrToTime": "the day of the table `calendar` whose text it is: `cast(c.day as varchar) = x`",
    "PercentileCont": "`row_number()` and `count(*) over ()`",
    "Median": "`row_number()` and `count(*) over ()`",
    "Mode": "`row_number() over (order by count(*) desc nulls last, ...)`",
    "First": "`min` or `max`: which row is first is left open",
    "AnyValue": "`min` or `max`: which row is taken is left open",
    "ArgMax": "`qualify row_number() over (partition by ... order by ... desc nulls last) = 1`",
    "ArgMin": "`qualify row_number() over (partition by ... order by ...) = 1`",
    "RegexpExtract": "`regexp_replace` of what stands before and after, `split_part`, or a `case` of `regexp_matches`",
    "RegexpExtractAll": "a `case` of `regexp_matches`, or `unnest(regexp_split_to_array(...))` of the words",
    "RegexpSplit": "`regexp_split_to_array(x, '[,;]')`: sqlglot leaves this name alone, which PostgreSQL knows too",
    "Split": "`regexp_split_to_array(x, ',')`: sqlglot leaves this name alone, which PostgreSQL knows too",
    "Contains": "`strpos(x, y) > 0`, or `x like '%y%'`",
    "DayOfWeekIso": "`is_business_day` of the table `calendar`",
    "DayOfWeek": "`is_business_day` of the table `calendar`",
    "Lateral": "`unnest` in the list of a select, in a common table expression",
    "Unnest": "`unnest` in the list of a select, in a common table expression",
    "JSONExtract": "a column of a table of evidence; load.sql takes JSON apart",
    "JSONExtractScalar": "a column of a table of evidence; load.sql takes JSON apart",
    "Concat": "`a || b`, or `concat_ws('', a, b)`: what NULL does differs",
    "hash": "the values themselves",
    "CurrentDate": "`$as_of`",
    "CurrentTimestamp": "`$as_of`",
    "now": "`$as_of`",
    "Rand": "an order of the values themselves",
    "SimilarTo": "`regexp_matches(x, '^...$')`",
    "Glob": "`like`",
    "TableSample": "an order of the values themselves, and `limit`",
}
OTHERWISE = "write it with what is on the list, or show by a test on another engine that it means the same and add it"
