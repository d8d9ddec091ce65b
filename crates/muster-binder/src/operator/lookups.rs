//! `evaluate ipv4_lookup(…)`, `ipv6_lookup(…)`, `geo_polygon_lookup(…)`, `geo_line_lookup(…)`: rows with those of a table
//! that match them.

use std::collections::BTreeSet;

use muster_catalog::{Type, Value};
use muster_source::Span;
use muster_syntax::{Expr as Syntax, ExprKind as SyntaxKind, Name};

use crate::binder::Binder;
use crate::bound::{Column, ColumnId, Expr, ExprKind, Family, MatchTest, Matching, RelationKind};
use crate::codes;
use crate::naming::UniqueNames;
use crate::overload::common_type;
use crate::scope::{Scope, Tabular};

/// What a lookup finds, and what of it cannot be done.
#[derive(Debug)]
struct Lookup {
    right: Tabular,
    test: Result<MatchTest, String>,
    outer: bool,
    /// Columns of the right table that the result does not have.
    dropped: BTreeSet<ColumnId>,
    /// Whether the right table's columns come first.
    right_first: bool,
}

/// Options by name, and what stands by place.
#[derive(Debug, Default)]
struct Given<'s> {
    placed: Vec<&'s Syntax>,
    named: Vec<(&'s Name, &'s Syntax)>,
}

impl<'s> Given<'s> {
    fn of(arguments: &'s [Syntax]) -> Self {
        let mut given = Self::default();
        for argument in arguments {
            match &argument.kind {
                SyntaxKind::Named { names, value } if names.len() == 1 => {
                    given.named.extend(names.first().map(|name| (name, &**value)));
                }
                _ => given.placed.push(argument),
            }
        }
        given
    }

    /// The first name that is none of `known`.
    fn unknown(&self, known: &[&str]) -> Option<String> {
        let name = self.named.iter().find(|(name, _)| !known.contains(&name.text.as_str()))?;
        Some(format!("the argument `{}` of a lookup", name.0.text))
    }
}

impl Binder<'_> {
    pub(super) fn ip_lookup(&mut self, name: &Name, arguments: &[Syntax], input: Tabular, span: Span) -> Tabular {
        let family = if name.text == "ipv6_lookup" { Family::V6 } else { Family::V4 };
        let given = Given::of(arguments);
        let [table, address, network, more @ ..] = given.placed.as_slice() else {
            return self.too_few(name, 3, span);
        };
        let right = self.tabular(table);
        let address_expr = self.scalar(address, Scope::row(&input));
        let address_expr = self.address(address_expr, address.span);
        let network_expr = self.of_right(network, &right, &input);
        let network_expr = self.address(network_expr, network.span);
        let mut refused = given.unknown(&["return_unmatched"]);
        let mut outer = self.flag(&given, "return_unmatched", &mut refused);
        let (mut on, mut dropped) = (Vec::new(), BTreeSet::new());
        for (index, key) in more.iter().enumerate() {
            let left = self.scalar(key, Scope::row(&input));
            if index + 1 == more.len()
                && let ExprKind::Literal(Value::Bool(all)) = left.kind
            {
                outer = all;
                continue;
            }
            let of_right = self.of_right(key, &right, &input);
            match (&left.kind, &of_right.kind) {
                (ExprKind::Column(_), ExprKind::Column(id)) if family == Family::V4 => {
                    dropped.insert(*id);
                    match common_type([left.ty, of_right.ty].into_iter()).filter(|ty| *ty != Type::Dynamic) {
                        Some(ty) => on.push((self.convert(left, ty), self.convert(of_right, ty))),
                        None => refused = Some("a lookup by keys of types that do not compare".to_owned()),
                    }
                }
                _ => refused = Some(format!("a further argument of `{}` that is no key of both tables", name.text)),
            }
        }
        let test = MatchTest::Network { family, address: address_expr, network: network_expr, on };
        let lookup = Lookup {
            right,
            test: refused.map_or(Ok(test), Err),
            outer,
            dropped,
            // As Kusto shows them.
            right_first: family == Family::V6,
        };
        self.looked_up(lookup, input, span)
    }

    pub(super) fn geo_lookup(&mut self, name: &Name, arguments: &[Syntax], input: Tabular, span: Span) -> Tabular {
        let line = name.text == "geo_line_lookup";
        let given = Given::of(arguments);
        let [table, key, longitude, latitude, more @ ..] = given.placed.as_slice() else {
            return self.too_few(name, 4, span);
        };
        let right = self.tabular(table);
        let shape = self.of_right(key, &right, &input);
        let shape = self.exactly(shape, Type::Dynamic, key.span);
        let [x, y] = [longitude, latitude].map(|degrees| {
            let value = self.scalar(degrees, Scope::row(&input));
            let value = self.wants(crate::expr::Wanted::Number, value, degrees.span);
            self.convert(value, Type::Real)
        });
        let known = ["radius", "return_unmatched", "return_lookup_key", "join_hint"];
        let mut refused = given.unknown(&known);
        let outer = self.flag(&given, "return_unmatched", &mut refused);
        let with_key = self.flag(&given, "return_lookup_key", &mut refused);
        let named = given.named.iter().find(|(name, _)| name.text == "radius").map(|(_, value)| *value);
        let radius = named.or(more.first().copied()).map(|radius| {
            let bound = self.scalar(radius, Scope::default());
            let bound = self.wants(crate::expr::Wanted::Number, bound, radius.span);
            self.convert(bound, Type::Real)
        });
        if more.len() > 1 || (line && radius.is_none()) {
            refused = Some(format!("`{}` with these arguments", name.text));
        }
        let test = match radius {
            Some(radius) => {
                let function = if line { "geo_distance_point_to_line" } else { "geo_distance_point_to_polygon" };
                let meters = self.operator_call(function, vec![x, y, shape.clone()], Type::Real, span);
                self.operator_call("<=", vec![meters, radius], Type::Bool, span)
            }
            None => self.operator_call("geo_point_in_polygon", vec![x, y, shape.clone()], Type::Bool, span),
        };
        let dropped = match shape.kind {
            ExprKind::Column(id) if !with_key => BTreeSet::from([id]),
            _ => BTreeSet::new(),
        };
        let test = refused.map_or(Ok(MatchTest::Predicate(test)), Err);
        self.looked_up(Lookup { right, test, outer, dropped, right_first: false }, input, span)
    }

    fn looked_up(&mut self, lookup: Lookup, mut input: Tabular, span: Span) -> Tabular {
        let Lookup { right, test, outer, dropped, right_first } = lookup;
        let depth = input.depth.max(right.depth);
        let broken = input.broken || right.broken;
        let open = input.open.clone().or_else(|| right.open.clone());
        let left: Vec<Column> = input.relation.columns.clone();
        let found: Vec<Column> = right.visible().filter(|column| !dropped.contains(&column.id)).cloned().collect();
        let mut columns = if right_first { [found, left].concat() } else { [left, found].concat() };
        UniqueNames::separate(&mut columns);
        self.charge(columns.len(), span);
        let relation = match test {
            Err(what) => self.relation(RelationKind::Unsupported { what }, columns, span),
            Ok(test) => {
                let right = self.shown(right);
                let both: Vec<Column> = input.relation.columns.iter().chain(&right.columns).cloned().collect();
                let matching = Matching { left: input.take_relation(), right, test, outer };
                let both = self.relation(RelationKind::Matching(Box::new(matching)), both, span);
                let expressions = columns.iter().map(|column| self.reference(column, span)).collect();
                self.relation(RelationKind::Project { input: Box::new(both), expressions }, columns, span)
            }
        };
        Tabular { open, broken, depth, serialized: false, ..input.with(relation) }
    }

    fn too_few(&mut self, name: &Name, least: usize, span: Span) -> Tabular {
        let message = format!("`{}` takes at least {least} arguments", name.text);
        self.error(codes::ARGUMENT_COUNT_RANGE, message, name.span);
        self.broken_table(span)
    }

    fn of_right(&mut self, argument: &Syntax, right: &Tabular, left: &Tabular) -> Expr {
        self.scalar(argument, Scope { row: Some(right), right: Some(left), aggregating: false })
    }

    fn address(&mut self, value: Expr, span: Span) -> Expr {
        if self.is_unknown(&value) {
            return self.convert(value, Type::String);
        }
        self.exactly(value, Type::String, span)
    }

    /// The constant `bool` that is given under this name; false where there is none.
    fn flag(&mut self, given: &Given<'_>, name: &str, refused: &mut Option<String>) -> bool {
        let Some((_, value)) = given.named.iter().find(|(known, _)| known.text == name) else { return false };
        let bound = self.scalar(value, Scope::default());
        match Self::constant(&bound) {
            Some(Value::Bool(flag)) => flag,
            _ => {
                *refused = Some(format!("`{name}` that is computed"));
                false
            }
        }
    }
}
