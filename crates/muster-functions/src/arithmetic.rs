//! What the arithmetic operators share.

use arrow_buffer::i256;
use muster_catalog::Value;
use muster_values::{Answer, Args, DecimalUnits};
use serde_json::Value as Json;

const DECIMAL_ONE: i128 = 10i128.pow(Value::DECIMAL_SCALE as u32);

/// Two arguments of `long`, `datetime` or `timespan`, and a result of one of these.
pub(crate) fn longs(args: &Args<'_>, f: impl Fn(i64, i64) -> Option<i64>) -> Answer {
    let (left, right) = (args.long(0), args.long(1));
    args.rows(|row| f(left.get(row)?, right.get(row)?))
}

/// Two arguments of `long`, `datetime` or `timespan`, and a `real` result.
pub(crate) fn ratio(args: &Args<'_>) -> Answer {
    let (left, right) = (args.long(0), args.long(1));
    args.rows(|row| Some(left.get(row)? as f64 / right.get(row)? as f64))
}

/// Two `real` arguments and a `real` result.
pub(crate) fn reals(args: &Args<'_>, f: impl Fn(f64, f64) -> f64) -> Answer {
    let (left, right) = (args.real(0), args.real(1));
    args.rows(|row| Some(f(left.get(row)?, right.get(row)?)))
}

/// A length of time and a `real`, at these places; the result in ticks, its fraction cut off.
pub(crate) fn scaled(args: &Args<'_>, time: usize, factor: usize, f: impl Fn(f64, f64) -> f64) -> Answer {
    let (times, factors) = (args.long(time), args.real(factor));
    args.rows(|row| ticks(f(times.get(row)? as f64, factors.get(row)?)))
}

/// Two `decimal` arguments and a `decimal` result, in units.
pub(crate) fn decimals(args: &Args<'_>, f: impl Fn(i128, i128) -> Option<i128>) -> Answer {
    let (left, right) = (args.decimal(0), args.decimal(1));
    args.rows(|row| f(left.get(row)?, right.get(row)?).map(DecimalUnits))
}

/// Two `dynamic` arguments: whole numbers by `long`, other numbers by `real`; null for anything else.
pub(crate) fn dynamics(
    args: &Args<'_>,
    long: impl Fn(i64, i64) -> Option<i64>,
    real: impl Fn(f64, f64) -> f64,
) -> Answer {
    let (left, right) = (args.json(0), args.json(1));
    args.rows(|row| {
        let (left, right) = (left.get(row)?, right.get(row)?);
        match (left.as_i64(), right.as_i64()) {
            (Some(l), Some(r)) => long(l, r).map(Json::from),
            _ => Some(Json::from(real(left.as_f64()?, right.as_f64()?))),
        }
    })
}

/// The remainder that is never negative, as Kusto has it; null for a divisor of 0.
pub(crate) fn remainder(left: i64, right: i64) -> Option<i64> {
    if right == 0 { None } else { Some(left.wrapping_rem_euclid(right)) }
}

/// A product of decimals, cut off after 18 decimal places; null if it does not fit.
pub(crate) fn decimal_product(left: i128, right: i128) -> Option<i128> {
    let product = i256::from_i128(left).checked_mul(i256::from_i128(right))?;
    product.checked_div(i256::from_i128(DECIMAL_ONE))?.to_i128()
}

/// A quotient of decimals, cut off after 18 decimal places; null for a divisor of 0 or if it does not fit.
pub(crate) fn decimal_quotient(left: i128, right: i128) -> Option<i128> {
    let scaled = i256::from_i128(left).checked_mul(i256::from_i128(DECIMAL_ONE))?;
    scaled.checked_div(i256::from_i128(right))?.to_i128()
}

fn ticks(r: f64) -> Option<i64> {
    // 2^63 as a real: the first number that does not fit.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (-LIMIT..LIMIT).contains(&r).then_some(r as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_multiply_and_divide_without_losing_their_ends() {
        let one = DECIMAL_ONE;
        assert_eq!(decimal_product(15 * one / 10, 2 * one), Some(3 * one));
        assert_eq!(decimal_quotient(one, 3 * one), Some(333_333_333_333_333_333));
        assert_eq!(decimal_quotient(one, 0), None);
        assert_eq!(decimal_product(i128::MAX, 2 * one), None);
    }

    #[test]
    fn remainders_are_not_negative() {
        assert_eq!(remainder(-14, 12), Some(10));
        assert_eq!(remainder(14, -12), Some(2));
        assert_eq!(remainder(-14, -12), Some(10));
        assert_eq!(remainder(i64::MIN, -1), Some(0));
        assert_eq!(remainder(1, 0), None);
    }
}
