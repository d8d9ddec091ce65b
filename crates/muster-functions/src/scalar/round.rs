//! `round(number, precision)`

use crate::prelude::*;

pub(crate) const ROUND: Scalar = Scalar {
    name: "round",
    aliases: &[],
    category: Category::Math,
    signatures: &[
        "(number: int, precision: long = 0): int",
        "(number: long, precision: long = 0): long",
        "(number: real, precision: long = 0): real",
    ],
    summary: "Rounds `number` to `precision` decimal places.",
    notes: &[
        "Halves are rounded away from zero.",
        "A negative `precision` rounds left of the decimal point.",
        "A real is rounded as the binary number that it is: `round(1.005, 2)` is 1.0.",
    ],
    upstream: "round-function",
    examples: &[
        eg("round(2.98765, 3)", "2.988"),
        eg("round(2.15, 1)", "2.2"),
        eg("round(-50.55, -2)", "-100.0"),
        eg("round(21.5, -1)", "20.0"),
        eg("round(1.005, 2)", "1.0"),
        eg("round(1234, -2)", "1200"),
    ],
    naming: Naming::FirstArgument,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let precision = args.long(1);
    let given = args.len() > 1;
    let places = |row| if given { precision.get(row) } else { Some(0) };
    match args.ty(0) {
        Type::Int => {
            let number = args.int(0);
            args.rows(|row| i32::try_from(whole(i64::from(number.get(row)?), places(row)?)?).ok())
        }
        Type::Long => {
            let number = args.long(0);
            args.rows(|row| whole(number.get(row)?, places(row)?))
        }
        _ => {
            let number = args.real(0);
            args.rows(|row| Some(real(number.get(row)?, places(row)?)))
        }
    }
}

fn real(number: f64, places: i64) -> f64 {
    let scale = 10f64.powi(i32::try_from(places.abs().min(400)).unwrap_or(400));
    let rounded = if places < 0 { (number / scale).round() * scale } else { (number * scale).round() / scale };
    // Beyond the range of reals there is nothing to round.
    if rounded.is_finite() { rounded } else { number }
}

fn whole(number: i64, places: i64) -> Option<i64> {
    if places >= 0 {
        return Some(number);
    }
    let Some(scale) = u32::try_from(-places).ok().and_then(|places| 10i128.checked_pow(places)) else {
        return Some(0);
    };
    let number = i128::from(number);
    let half = if number < 0 { -scale / 2 } else { scale / 2 };
    i64::try_from((number + half) / scale * scale).ok()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(25, -1, 30)]
    #[case(-25, -1, -30)]
    #[case(24, -1, 20)]
    #[case(24, 3, 24)]
    #[case(24, -40, 0)]
    fn whole_numbers_are_rounded(#[case] number: i64, #[case] places: i64, #[case] rounded: i64) {
        assert_eq!(whole(number, places), Some(rounded));
    }

    #[test]
    fn a_precision_beyond_all_reals_changes_nothing() {
        assert_eq!(real(1.5, 400), 1.5);
    }
}
