//! The tree: statements and expressions. Operators have a file each, under [`crate::operator`].
//!
//! Every node has the span of all its text. KQL has one grammar for scalar and tabular expressions, so the tree has
//! one [`Expr`] for both; the binder tells them apart.

use muster_source::Span;

use crate::Operator;

/// A name as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name, without brackets and quotes.
    pub text: String,
    /// Where it stands, brackets included.
    pub span: Span,
    /// Written `['…']` or `["…"]`.
    pub quoted: bool,
}

/// A whole query text: statements, the last of which is usually the tabular expression that gives the result.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Statements in order.
    pub statements: Vec<Statement>,
    /// The whole text.
    pub span: Span,
}

/// A statement.
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    /// `let name = …`
    Let(Let),
    /// `set option [= value]`
    Set(SetOption),
    /// `declare query_parameters (…)`
    QueryParameters(Vec<ParameterDeclaration>, Span),
    /// `declare pattern name = (…)[…] {…}`
    Pattern(PatternDeclaration),
    /// `restrict access to (…)`
    Restrict(Vec<Expr>, Span),
    /// `alias database name = …`
    Alias(Name, Expr, Span),
    /// An expression statement.
    Expression(Expr),
}

/// `let name = value`
#[derive(Debug, Clone, PartialEq)]
pub struct Let {
    /// The name given.
    pub name: Name,
    /// What it stands for.
    pub value: LetValue,
    /// From `let` to the end of the value.
    pub span: Span,
}

/// The right side of a `let`.
#[derive(Debug, Clone, PartialEq)]
pub enum LetValue {
    /// A scalar or tabular expression.
    Expression(Expr),
    /// `(parameters) { body }`, perhaps with `view` before it.
    Function(FunctionDeclaration),
}

/// A function: parameters and a body.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionDeclaration {
    /// `view` stood before the parameters.
    pub view: bool,
    /// Parameters.
    pub parameters: Vec<ParameterDeclaration>,
    /// Statements of the body; the last one is its value.
    pub body: Vec<Statement>,
    /// From the first parenthesis (or `view`) to the closing brace.
    pub span: Span,
}

/// A parameter of a function or of the query.
#[derive(Debug, Clone, PartialEq)]
pub struct ParameterDeclaration {
    /// Name.
    pub name: Name,
    /// What it takes.
    pub kind: ParameterKind,
    /// `= value`
    pub default: Option<Expr>,
    /// All of it.
    pub span: Span,
}

/// What a parameter takes.
#[derive(Debug, Clone, PartialEq)]
pub enum ParameterKind {
    /// `name: long`
    Scalar(Name),
    /// `name: (column: type, …)`; `open` for `(*)`.
    Table {
        /// The columns that the argument must have.
        columns: Vec<ColumnDeclaration>,
        /// `*` was among them: any other columns may be there too.
        open: bool,
    },
}

/// `name: type`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnDeclaration {
    /// Column name.
    pub name: Name,
    /// Type as written (`string`, `double`).
    pub ty: Name,
}

/// `set name [= value]`
#[derive(Debug, Clone, PartialEq)]
pub struct SetOption {
    /// Option name.
    pub name: Name,
    /// Its value.
    pub value: Option<Expr>,
    /// All of it.
    pub span: Span,
}

/// `declare pattern name = (parameters)[path] { (values).[path] = { body }; … }`
#[derive(Debug, Clone, PartialEq)]
pub struct PatternDeclaration {
    /// Name.
    pub name: Name,
    /// Parameters.
    pub parameters: Vec<ParameterDeclaration>,
    /// The path parameter, if any.
    pub path: Option<ColumnDeclaration>,
    /// What each combination of values gives.
    pub cases: Vec<PatternCase>,
    /// All of it.
    pub span: Span,
}

/// `(values).[path] = { body }`
#[derive(Debug, Clone, PartialEq)]
pub struct PatternCase {
    /// Values of the parameters.
    pub values: Vec<Expr>,
    /// Value of the path parameter.
    pub path: Option<Expr>,
    /// Statements of the body.
    pub body: Vec<Statement>,
    /// All of it.
    pub span: Span,
}

/// An expression, scalar or tabular.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// All of its text, parentheses included for [`ExprKind::Parenthesized`].
    pub span: Span,
}

/// The kinds of expressions.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// Nothing stands where an expression was expected; a diagnostic says so.
    Missing,
    /// A literal.
    Literal(Literal),
    /// A name: a column, a table, a `let`, a name with `*` in it where wildcards are allowed (`Device*`, `*`), or
    /// `{name}`, braces included, which a workbook fills in.
    Name(Name),
    /// `*` as an argument (`arg_max(Timestamp, *)`, `* has "x"`).
    Star,
    /// `function(arguments)`
    Call {
        /// Function name.
        name: Name,
        /// Arguments; a named one is [`ExprKind::Named`].
        arguments: Vec<Expr>,
    },
    /// `object.name`
    Path {
        /// What the member is of.
        object: Box<Expr>,
        /// The member: [`ExprKind::Name`], or [`ExprKind::Call`] after `cluster(…)` and `database(…)`.
        member: Box<Expr>,
    },
    /// `object[index]`, `object.[index]`
    Index {
        /// What is indexed.
        object: Box<Expr>,
        /// The index; a negative one counts from the end.
        index: Box<Expr>,
    },
    /// `-x`, `+x`
    Unary {
        /// Operator.
        op: UnaryOp,
        /// Operand.
        operand: Box<Expr>,
    },
    /// `left op right`
    Binary {
        /// Operator.
        op: BinaryOp,
        /// Where the operator stands.
        op_span: Span,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// `value between (low .. high)`, `value !between (low .. high)`
    Between {
        /// `!between`
        negated: bool,
        /// The value tested.
        value: Box<Expr>,
        /// Lower bound, included.
        low: Box<Expr>,
        /// Upper bound, included.
        high: Box<Expr>,
    },
    /// `left in (list)` and its kin; the list may be one tabular expression.
    In {
        /// Which of them.
        op: InOp,
        /// Where the operator stands.
        op_span: Span,
        /// The value tested.
        left: Box<Expr>,
        /// What stands in the parentheses.
        list: Vec<Expr>,
    },
    /// `(expression)`
    Parenthesized(Box<Expr>),
    /// `name = value`, or `(a, b) = value`, where an operator or a call allows it.
    Named {
        /// One name, or several in parentheses.
        names: Vec<Name>,
        /// The value.
        value: Box<Expr>,
    },
    /// `source | operator | …`; at least one operator.
    Pipe {
        /// What stands before the first `|`.
        source: Box<Expr>,
        /// The operators, in order.
        operators: Vec<OperatorNode>,
    },
    /// An operator that stands at the head of a query: `print`, `range`, `union`, `datatable`, `search`, `find`,
    /// `externaldata`, `evaluate`, …
    Head(Box<OperatorNode>),
    /// `typeof(type)`: the type's name, or the names and types of a schema in turn.
    TypeOf(Vec<Name>),
    /// `{ statements }` of an inline function argument or of `partition`, `fork`.
    Block(Vec<Statement>),
}

/// An operator and its text.
#[derive(Debug, Clone, PartialEq)]
pub struct OperatorNode {
    /// Which operator, with its parts.
    pub operator: Operator,
    /// From its keyword to the end of its last part.
    pub span: Span,
    /// Its keyword alone.
    pub keyword: Span,
}

/// A literal. Numbers and times are read by the binder, so that text and value cannot disagree.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `true`, `false`
    Bool(bool),
    /// `1`, `0x1F`: digits as written.
    Long(String),
    /// `1.5`, `1e3`: as written.
    Real(String),
    /// `1d`, `2.5h`, `10ms`: as written.
    Timespan(String),
    /// A string, with escapes resolved. `'…'`, `"…"`, `@'…'`, `h'…'`, ```` ```…``` ````; adjacent ones are joined.
    String(String),
    /// `datetime(2020-01-01)`, `real(null)`, `guid(…)`: the type as written, and the raw text in the parentheses.
    Typed {
        /// `datetime`, `time`, `long`, …
        ty: Name,
        /// The text between the parentheses, trimmed; for a quoted one without the quotes.
        text: String,
        /// Where that text stands.
        text_span: Span,
    },
    /// `dynamic(…)`
    Dynamic(Json),
}

/// A value inside `dynamic(…)`.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// A string.
    String(String),
    /// A typed literal inside: `dynamic([datetime(2020-01-01), 1d])`.
    Literal(Box<Literal>),
    /// `[…]`
    Array(Vec<Json>),
    /// `{…}`, in the order written.
    Object(Vec<(String, Json)>),
}

/// Unary operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    /// `-`
    Minus,
    /// `+`
    Plus,
}

macro_rules! spelled {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`")] $variant,)*
        }
        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// As written in KQL; also the name under which the functions crate has its meaning.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }
    };
}

spelled! {
    /// Binary operators. A `!` form has an entry of its own.
    BinaryOp {
        Or = "or",
        And = "and",
        Equal = "==",
        NotEqual = "!=",
        EqualCi = "=~",
        NotEqualCi = "!~",
        Less = "<",
        LessEqual = "<=",
        Greater = ">",
        GreaterEqual = ">=",
        Add = "+",
        Subtract = "-",
        Multiply = "*",
        Divide = "/",
        Modulo = "%",
        Has = "has",
        NotHas = "!has",
        HasCs = "has_cs",
        NotHasCs = "!has_cs",
        HasPrefix = "hasprefix",
        NotHasPrefix = "!hasprefix",
        HasPrefixCs = "hasprefix_cs",
        NotHasPrefixCs = "!hasprefix_cs",
        HasSuffix = "hassuffix",
        NotHasSuffix = "!hassuffix",
        HasSuffixCs = "hassuffix_cs",
        NotHasSuffixCs = "!hassuffix_cs",
        Contains = "contains",
        NotContains = "!contains",
        ContainsCs = "contains_cs",
        NotContainsCs = "!contains_cs",
        StartsWith = "startswith",
        NotStartsWith = "!startswith",
        StartsWithCs = "startswith_cs",
        NotStartsWithCs = "!startswith_cs",
        EndsWith = "endswith",
        NotEndsWith = "!endswith",
        EndsWithCs = "endswith_cs",
        NotEndsWithCs = "!endswith_cs",
        Like = "like",
        NotLike = "notlike",
        LikeCs = "likecs",
        NotLikeCs = "notlikecs",
        MatchesRegex = "matches regex",
        Search = ":",
    }
}

spelled! {
    /// Operators with a list on the right.
    InOp {
        In = "in",
        NotIn = "!in",
        InCi = "in~",
        NotInCi = "!in~",
        HasAny = "has_any",
        HasAll = "has_all",
    }
}
