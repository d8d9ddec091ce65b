//! `as`: names a table for the rest of the query.

use std::rc::Rc;

use muster_syntax::Name;

use crate::binder::Binder;
use crate::scope::{Local, Tabular};

impl Binder<'_> {
    pub(super) fn bind_as(&mut self, name: &Name, input: Tabular) -> Tabular {
        self.declare(&name.text, Local::Tabular(Rc::new(input.clone())), name.span);
        Tabular { name: Some(name.text.clone()), ..input }
    }
}
