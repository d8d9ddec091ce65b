//! `range`

use muster_catalog::Type;
use muster_source::Span;
use muster_syntax::{Expr as Syntax, Name};

use crate::binder::Binder;
use crate::bound::RelationKind;
use crate::codes;
use crate::overload::common_type;
use crate::scope::{Scope, Tabular};

impl Binder<'_> {
    pub(super) fn range(&mut self, name: &Name, from: &Syntax, to: &Syntax, step: &Syntax, span: Span) -> Tabular {
        let places = [from.span, to.span, step.span];
        let [from, to, step] = [from, to, step].map(|part| self.scalar(part, Scope::default()));
        for (part, place) in [&from, &to, &step].into_iter().zip(places) {
            let summable = part.ty.is_number() || matches!(part.ty, Type::Datetime | Type::Timespan);
            if !summable && !self.is_unknown(part) {
                let message = format!("a number, a timespan or a datetime is needed, this is a `{}`", part.ty);
                self.error(codes::SUMMABLE_EXPECTED, message, place);
                return self.broken_table(span);
            }
        }
        let (ty, width) = match (from.ty, step.ty) {
            (Type::Datetime, Type::Timespan) => (Type::Datetime, Type::Timespan),
            _ => {
                let Some(ty) = common_type([from.ty, to.ty, step.ty].into_iter()) else {
                    self.error(
                        codes::TYPE_EXPECTED,
                        "the ends and the step have types that do not go together",
                        places[2],
                    );
                    return self.broken_table(span);
                };
                (ty, ty)
            }
        };
        if to.ty != ty && common_type([to.ty, ty].into_iter()) != Some(ty) {
            self.error(codes::TYPE_EXPECTED, format!("a `{ty}` is needed, this is a `{}`", to.ty), places[1]);
            return self.broken_table(span);
        }
        // Kusto counts in `long`s.
        let (ty, width) = if ty == Type::Int { (Type::Long, Type::Long) } else { (ty, width) };
        let (from, to, step) = (self.convert(from, ty), self.convert(to, ty), self.convert(step, width));
        let column = self.column(name.text.clone(), ty);
        let relation = self.relation(RelationKind::Range { from, to, step }, vec![column], span);
        Tabular { serialized: true, ..Tabular::new(relation) }
    }
}
