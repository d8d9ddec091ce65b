//! Window functions, one a file: functions over rows in their order.
//!
//! The block between the markers is written by the test `index_is_current`.

// index: begin
mod next;
mod prev;
mod row_cumsum;
mod row_number;
mod row_rank_dense;
mod row_rank_min;
mod row_window_session;

/// Every window function, by file name.
pub const ALL: &[&crate::Window] = &[
    &next::NEXT,
    &prev::PREV,
    &row_cumsum::ROW_CUMSUM,
    &row_number::ROW_NUMBER,
    &row_rank_dense::ROW_RANK_DENSE,
    &row_rank_min::ROW_RANK_MIN,
    &row_window_session::ROW_WINDOW_SESSION,
];
// index: end
