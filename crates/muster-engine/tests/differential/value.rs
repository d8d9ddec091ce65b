//! Values of the reference: one enum, rows of it, and nothing of Arrow.

use muster_catalog::Type;

/// The value inside of a `dynamic`.
pub(crate) type Json = serde_json::Value;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null(Type),
    Bool(bool),
    Int(i32),
    Long(i64),
    Real(f64),
    Text(String),
    /// Ticks of 100 ns since 0001-01-01.
    Moment(i64),
    /// Ticks of 100 ns.
    Length(i64),
    Guid(String),
    Dynamic(Json),
}

/// Why the reference gives no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The documentation does not say, or the reference does not go there.
    Unknown(String),
}

pub(crate) type Answer<T> = Result<T, Stop>;

pub(crate) fn unknown<T>(what: impl Into<String>) -> Answer<T> {
    Err(Stop::Unknown(what.into()))
}

/// A table: columns with types, and rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    pub(crate) columns: Vec<(String, Type)>,
    pub(crate) rows: Vec<Vec<Value>>,
    /// Whether Kusto would have the rows in this order, and no other.
    pub(crate) ordered: bool,
    /// Whether window functions may be used.
    pub(crate) serialized: bool,
}

impl Table {
    pub(crate) fn index(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|(column, _)| column == name)
    }
}

impl Value {
    /// What a missing value of the type is.
    pub(crate) fn null(ty: Type) -> Self {
        if ty == Type::String { Self::Text(String::new()) } else { Self::Null(ty) }
    }

    pub(crate) fn ty(&self) -> Type {
        match self {
            Self::Null(ty) => *ty,
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::Long(_) => Type::Long,
            Self::Real(_) => Type::Real,
            Self::Text(_) => Type::String,
            Self::Moment(_) => Type::Datetime,
            Self::Length(_) => Type::Timespan,
            Self::Guid(_) => Type::Guid,
            Self::Dynamic(_) => Type::Dynamic,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Null(_))
    }

    pub(crate) fn of_json(json: Json) -> Self {
        if json.is_null() { Self::Null(Type::Dynamic) } else { Self::Dynamic(json) }
    }

    /// The value as an element of a `dynamic`.
    pub(crate) fn to_json(&self) -> Answer<Json> {
        Ok(match self {
            Self::Null(_) => Json::Null,
            Self::Bool(b) => Json::from(*b),
            Self::Int(n) => Json::from(*n),
            Self::Long(n) => Json::from(*n),
            Self::Real(r) if r.is_finite() => Json::from(*r),
            Self::Real(_) => return unknown("a number that JSON has not"),
            Self::Text(_) | Self::Moment(_) | Self::Length(_) | Self::Guid(_) => Json::from(crate::text::of(self)?),
            Self::Dynamic(json) => json.clone(),
        })
    }

    /// The engine's value as one of the reference.
    pub(crate) fn of_engine(value: muster_catalog::Value) -> Answer<Self> {
        use muster_catalog::Value as Engine;
        Ok(match value {
            Engine::Null(ty) => Self::null(ty),
            Engine::Bool(b) => Self::Bool(b),
            Engine::Int(n) => Self::Int(n),
            Engine::Long(n) => Self::Long(n),
            Engine::Real(r) => Self::Real(r),
            Engine::String(s) => Self::Text(s),
            Engine::Datetime(t) => Self::Moment(t.0),
            Engine::Timespan(t) => Self::Length(t.0),
            Engine::Guid(g) => Self::Guid(g.to_string()),
            Engine::Dynamic(json) => Self::Dynamic(json),
            Engine::Decimal(_) => return unknown("decimals"),
        })
    }

    /// The value for the engine.
    pub(crate) fn to_engine(&self) -> muster_catalog::Value {
        use muster_catalog::Value as Engine;
        match self {
            Self::Null(ty) => Engine::null(*ty),
            Self::Bool(b) => Engine::Bool(*b),
            Self::Int(n) => Engine::Int(*n),
            Self::Long(n) => Engine::Long(*n),
            Self::Real(r) => Engine::Real(*r),
            Self::Text(s) => Engine::String(s.clone()),
            Self::Moment(t) => Engine::Datetime(muster_catalog::Datetime(*t)),
            Self::Length(t) => Engine::Timespan(muster_catalog::Timespan(*t)),
            Self::Guid(g) => g.parse().map_or(Engine::Null(Type::Guid), Engine::Guid),
            Self::Dynamic(json) => Engine::Dynamic(json.clone()),
        }
    }

    /// The literal that stands for the value in a `datatable`.
    pub(crate) fn literal(&self) -> String {
        match self {
            Self::Null(ty) => format!("{ty}(null)"),
            Self::Bool(b) => b.to_string(),
            Self::Int(n) => format!("int({n})"),
            Self::Long(n) if *n < 0 => format!("long({n})"),
            Self::Long(n) => n.to_string(),
            Self::Real(r) if r.is_nan() => "real(nan)".to_owned(),
            Self::Real(r) if r.is_infinite() => format!("real({}inf)", if *r > 0.0 { "+" } else { "-" }),
            Self::Real(r) => format!("real({r:?})"),
            Self::Text(s) => quoted(s),
            Self::Moment(_) => format!("datetime({})", crate::text::of(self).unwrap_or_default()),
            Self::Length(_) => format!("time({})", crate::text::of(self).unwrap_or_default()),
            Self::Guid(g) => format!("guid({g})"),
            Self::Dynamic(json) => format!("dynamic({json})"),
        }
    }
}

/// A string literal.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n"))
}
