//! `src/checks.rs`: the tables that requests are held against.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Location, Scalar};
use crate::json::Number;
use crate::plan::Plan;
use crate::plan::checks::model::{Check, Checked};
use crate::plan::model::Looks;

use super::form::Form;
use super::source::{NotRust, Printed, Source};
use super::syntax::ident;

/// Names of the runtime that the file may use.
const RUNTIME: &[&str] = &[
    "Case",
    "Check",
    "Checks",
    "In",
    "Looks",
    "Number",
    "ParameterChecks",
    "RequestChecks",
];

/// Prints the file; `None` if there is nothing to check.
pub(crate) fn print(plan: &Plan, form: Form) -> Result<Option<Printed>, NotRust> {
    let tables = &plan.checks;
    if tables.operations.is_empty() {
        return Ok(None);
    }
    let mut source = Source::new(
        form,
        vec![
        " What the API limits, which is checked before a request is sent: first by operation, then"
            .to_owned(),
        " by type.".to_owned(),
    ],
    );
    for table in &tables.operations {
        let name = ident(&table.ident);
        let parameters = table.parameters.iter().map(|(location, name, checks)| {
            let location = match location {
                Checked::At(Location::Path) => quote!(In::Path),
                Checked::At(Location::Query) => quote!(In::Query),
                Checked::At(Location::Header) => quote!(In::Header),
                Checked::At(Location::Cookie) => quote!(In::Cookie),
                Checked::Part => quote!(In::Part),
            };
            let checks = of(checks);
            quote!(ParameterChecks { location: #location, name: #name, checks: #checks })
        });
        let body = of(&table.body);
        source.items(quote! {
            pub(crate) static #name: RequestChecks = RequestChecks {
                parameters: &[#(#parameters),*],
                body: #body,
            };
        });
    }
    for table in &tables.types {
        let name = ident(&table.ident);
        let checks = list(&table.checks);
        source.items(quote! {
            static #name: Checks = Checks(&[#checks]);
        });
    }
    let used = source.names()?;
    source.import_used("specwright_runtime::check", RUNTIME, &used);
    source.finish().map(Some)
}

/// A reference to a table: that of a type if there is nothing beside it.
fn of(checks: &[Check]) -> TokenStream {
    match checks {
        [Check::Type(table)] => {
            let table = ident(table);
            quote!(&#table)
        }
        checks => {
            let checks = list(checks);
            quote!(&Checks(&[#checks]))
        }
    }
}

fn list(checks: &[Check]) -> TokenStream {
    let checks = checks.iter().map(check);
    quote!(#(#checks),*)
}

fn check(check: &Check) -> TokenStream {
    let whole = |number: &u64| Literal::u64_unsuffixed(*number);
    match check {
        Check::MinLength(least) => {
            let least = whole(least);
            quote!(Check::MinLength(#least))
        }
        Check::MaxLength(most) => {
            let most = whole(most);
            quote!(Check::MaxLength(#most))
        }
        Check::Pattern(pattern) => quote!(Check::Pattern(#pattern)),
        Check::AtLeast(bound) => {
            let bound = number(bound);
            quote!(Check::AtLeast(#bound))
        }
        Check::AtMost(bound) => {
            let bound = number(bound);
            quote!(Check::AtMost(#bound))
        }
        Check::MoreThan(bound) => {
            let bound = number(bound);
            quote!(Check::MoreThan(#bound))
        }
        Check::LessThan(bound) => {
            let bound = number(bound);
            quote!(Check::LessThan(#bound))
        }
        Check::MultipleOf(of) => {
            let of = number(of);
            quote!(Check::MultipleOf(#of))
        }
        Check::OneOf(values) => {
            let values = values.iter().map(ToString::to_string);
            quote!(Check::OneOf(&[#(#values),*]))
        }
        Check::MinItems(least) => {
            let least = whole(least);
            quote!(Check::MinItems(#least))
        }
        Check::MaxItems(most) => {
            let most = whole(most);
            quote!(Check::MaxItems(#most))
        }
        Check::UniqueItems => quote!(Check::UniqueItems),
        Check::MinMembers(least) => {
            let least = whole(least);
            quote!(Check::MinMembers(#least))
        }
        Check::MaxMembers(most) => {
            let most = whole(most);
            quote!(Check::MaxMembers(#most))
        }
        Check::Each(checks) => {
            let checks = of(checks);
            quote!(Check::Each(#checks))
        }
        Check::Item(index, checks) => {
            let (index, checks) = (Literal::usize_unsuffixed(*index), of(checks));
            quote!(Check::Item(#index, #checks))
        }
        Check::Rest(from, checks) => {
            let (from, checks) = (Literal::usize_unsuffixed(*from), of(checks));
            quote!(Check::Rest(#from, #checks))
        }
        Check::Member(name, checks) => {
            let checks = of(checks);
            quote!(Check::Member(#name, #checks))
        }
        Check::Others(named, checks) => {
            let checks = of(checks);
            quote!(Check::Others(&[#(#named),*], #checks))
        }
        Check::Type(table) => {
            let table = ident(table);
            quote!(Check::Like(&#table))
        }
        Check::Cases(cases) => {
            let cases = cases.iter().map(|(looks, checks)| {
                let looks = looks_of(looks);
                let checks = of(checks);
                quote!(Case { looks: #looks, checks: #checks })
            });
            quote!(Check::Cases(&[#(#cases),*]))
        }
        Check::Json(checks) => {
            let checks = of(checks);
            quote!(Check::Json(#checks))
        }
    }
}

fn looks_of(looks: &Looks) -> TokenStream {
    match looks {
        Looks::Object(object) => {
            let required = &object.required;
            // The texts of one member stand together.
            let mut members: Vec<(&str, Vec<String>)> = Vec::new();
            let texts = object.constant.iter().map(|(name, value)| match value {
                Scalar::Text(text) => (name, text.clone()),
                Scalar::Integer(number) => (name, number.to_string()),
                Scalar::Number(number) => (name, number.to_string()),
                Scalar::Boolean(flag) => (name, flag.to_string()),
            });
            for (name, text) in texts {
                match members.iter_mut().find(|(known, _)| known == name) {
                    Some((_, texts)) => texts.push(text),
                    None => members.push((name, vec![text])),
                }
            }
            let texts = members
                .iter()
                .map(|(name, texts)| quote!((#name, &[#(#texts),*])));
            quote!(Looks::Object { required: &[#(#required),*], texts: &[#(#texts),*] })
        }
        Looks::Array => quote!(Looks::List),
        Looks::String => quote!(Looks::Text),
        Looks::Integer | Looks::Number => quote!(Looks::Number),
        Looks::Boolean => quote!(Looks::Boolean),
        Looks::Any => quote!(Looks::Any),
    }
}

fn number(number: &Number) -> TokenStream {
    let whole = number.as_i64().map(i128::from);
    let whole = whole.or_else(|| number.as_u64().map(i128::from));
    match whole.or_else(|| number.as_f64().and_then(beyond_64_bits)) {
        Some(whole) => {
            let sign = (whole < 0).then(|| quote!(-));
            let digits = Literal::u128_unsuffixed(whole.unsigned_abs());
            quote!(Number::Whole(#sign #digits))
        }
        None => {
            let fraction = number.as_f64().unwrap_or_default();
            let sign = (fraction < 0.0).then(|| quote!(-));
            let digits = Literal::f64_unsuffixed(fraction.abs());
            quote!(Number::Fraction(#sign #digits))
        }
    }
}

/// A whole number without room in 64 bits: beside a fraction, the runtime would round the others.
#[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
fn beyond_64_bits(number: f64) -> Option<i128> {
    const FIRST: f64 = 9_223_372_036_854_775_808.0;
    const MOST: f64 = 1e38;
    let fits = number.fract() == 0.0 && (FIRST..MOST).contains(&number.abs());
    fits.then_some(number as i128)
}
