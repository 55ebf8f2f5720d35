//! A struct with very many fields.

#![allow(clippy::unwrap_used, unreachable_pub)]

mod json;

use json::assert_twins;
use specwright_runtime::v1::json_struct;

/// Declares the struct and both ways to serialize it.
macro_rules! wide {
    ($($field:ident $name:literal)*) => {
        mod mine {
            #[derive(Debug)]
            pub struct Wide { $($field: i64,)* last: Option<i64> }
            super::json_struct!(Wide { $($field: required $name,)* last: optional "last" });
        }
        mod theirs {
            #[derive(Debug, serde::Serialize, serde::Deserialize)]
            pub struct Wide {
                $(#[serde(rename = $name)] $field: i64,)*
                #[serde(skip_serializing_if = "Option::is_none")]
                last: Option<i64>,
            }
        }
        const NAMES: &[&str] = &[$($name),*];
    };
}

wide! {
    f0 "n0" f1 "n1" f2 "n2" f3 "n3" f4 "n4"
    f5 "n5" f6 "n6" f7 "n7" f8 "n8" f9 "n9"
    f10 "n10" f11 "n11" f12 "n12" f13 "n13" f14 "n14"
    f15 "n15" f16 "n16" f17 "n17" f18 "n18" f19 "n19"
    f20 "n20" f21 "n21" f22 "n22" f23 "n23" f24 "n24"
    f25 "n25" f26 "n26" f27 "n27" f28 "n28" f29 "n29"
    f30 "n30" f31 "n31" f32 "n32" f33 "n33" f34 "n34"
    f35 "n35" f36 "n36" f37 "n37" f38 "n38" f39 "n39"
    f40 "n40" f41 "n41" f42 "n42" f43 "n43" f44 "n44"
    f45 "n45" f46 "n46" f47 "n47" f48 "n48" f49 "n49"
    f50 "n50" f51 "n51" f52 "n52" f53 "n53" f54 "n54"
    f55 "n55" f56 "n56" f57 "n57" f58 "n58" f59 "n59"
    f60 "n60" f61 "n61" f62 "n62" f63 "n63" f64 "n64"
    f65 "n65" f66 "n66" f67 "n67" f68 "n68" f69 "n69"
    f70 "n70" f71 "n71" f72 "n72" f73 "n73" f74 "n74"
    f75 "n75" f76 "n76" f77 "n77" f78 "n78" f79 "n79"
    f80 "n80" f81 "n81" f82 "n82" f83 "n83" f84 "n84"
    f85 "n85" f86 "n86" f87 "n87" f88 "n88" f89 "n89"
    f90 "n90" f91 "n91" f92 "n92" f93 "n93" f94 "n94"
    f95 "n95" f96 "n96" f97 "n97" f98 "n98" f99 "n99"
    f100 "n100" f101 "n101" f102 "n102" f103 "n103" f104 "n104"
    f105 "n105" f106 "n106" f107 "n107" f108 "n108" f109 "n109"
    f110 "n110" f111 "n111" f112 "n112" f113 "n113" f114 "n114"
    f115 "n115" f116 "n116" f117 "n117" f118 "n118" f119 "n119"
    f120 "n120" f121 "n121" f122 "n122" f123 "n123" f124 "n124"
    f125 "n125" f126 "n126" f127 "n127" f128 "n128" f129 "n129"
    f130 "n130" f131 "n131" f132 "n132" f133 "n133" f134 "n134"
    f135 "n135" f136 "n136" f137 "n137" f138 "n138" f139 "n139"
    f140 "n140" f141 "n141" f142 "n142" f143 "n143" f144 "n144"
    f145 "n145" f146 "n146" f147 "n147" f148 "n148" f149 "n149"
    f150 "n150" f151 "n151" f152 "n152" f153 "n153" f154 "n154"
    f155 "n155" f156 "n156" f157 "n157" f158 "n158" f159 "n159"
    f160 "n160" f161 "n161" f162 "n162" f163 "n163" f164 "n164"
    f165 "n165" f166 "n166" f167 "n167" f168 "n168" f169 "n169"
    f170 "n170" f171 "n171" f172 "n172" f173 "n173" f174 "n174"
    f175 "n175" f176 "n176" f177 "n177" f178 "n178" f179 "n179"
    f180 "n180" f181 "n181" f182 "n182" f183 "n183" f184 "n184"
    f185 "n185" f186 "n186" f187 "n187" f188 "n188" f189 "n189"
    f190 "n190" f191 "n191" f192 "n192" f193 "n193" f194 "n194"
    f195 "n195" f196 "n196" f197 "n197" f198 "n198" f199 "n199"
    f200 "n200" f201 "n201" f202 "n202" f203 "n203" f204 "n204"
    f205 "n205" f206 "n206" f207 "n207" f208 "n208" f209 "n209"
    f210 "n210" f211 "n211" f212 "n212" f213 "n213" f214 "n214"
    f215 "n215" f216 "n216" f217 "n217" f218 "n218" f219 "n219"
    f220 "n220" f221 "n221" f222 "n222" f223 "n223" f224 "n224"
    f225 "n225" f226 "n226" f227 "n227" f228 "n228" f229 "n229"
    f230 "n230" f231 "n231" f232 "n232" f233 "n233" f234 "n234"
    f235 "n235" f236 "n236" f237 "n237" f238 "n238" f239 "n239"
    f240 "n240" f241 "n241" f242 "n242" f243 "n243" f244 "n244"
    f245 "n245" f246 "n246" f247 "n247" f248 "n248" f249 "n249"
    f250 "n250" f251 "n251" f252 "n252" f253 "n253" f254 "n254"
    f255 "n255" f256 "n256" f257 "n257" f258 "n258" f259 "n259"
    f260 "n260" f261 "n261" f262 "n262" f263 "n263" f264 "n264"
    f265 "n265" f266 "n266" f267 "n267" f268 "n268" f269 "n269"
    f270 "n270" f271 "n271" f272 "n272" f273 "n273" f274 "n274"
    f275 "n275" f276 "n276" f277 "n277" f278 "n278" f279 "n279"
    f280 "n280" f281 "n281" f282 "n282" f283 "n283" f284 "n284"
    f285 "n285" f286 "n286" f287 "n287" f288 "n288" f289 "n289"
    f290 "n290" f291 "n291" f292 "n292" f293 "n293" f294 "n294"
    f295 "n295" f296 "n296" f297 "n297" f298 "n298" f299 "n299"
}

#[test]
fn three_hundred_members() {
    assert_eq!(NAMES.len(), 300);
    let members: Vec<String> = NAMES
        .iter()
        .enumerate()
        .map(|(value, name)| format!("\"{name}\":{value}"))
        .collect();
    let object = |members: &[String]| format!("{{{}}}", members.join(","));
    let mut reversed = members.clone();
    reversed.reverse();
    let without_one = [members.get(..150).unwrap(), members.get(151..).unwrap()].concat();
    let one_twice = [members.as_slice(), members.get(299..).unwrap()].concat();
    for json in [
        object(&members),
        object(&reversed),
        object(&without_one),
        object(&one_twice),
    ] {
        assert_twins::<mine::Wide, theirs::Wide>(&json);
    }
    let error = serde_json::from_str::<mine::Wide>(&object(&without_one)).unwrap_err();
    assert!(
        error.to_string().starts_with("missing field `n150`"),
        "{error}"
    );
}
