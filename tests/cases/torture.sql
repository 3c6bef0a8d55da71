CREATE TABLE int_dirty (id INTEGER PRIMARY KEY, n INTEGER, note TEXT);
insert into "int_dirty" ("id", "n", "note") values
(1, 42, 'plain'),
(2, 'abc', 'text that is no number: stays TEXT'),
(3, '12abc', 'prefix number: stays TEXT'),
(4, '', 'empty string, not NULL'),
(5, null, 'NULL'),
(6, 42, 'blanks: SQLite converts to 42'),
(7, 1000, 'SQLite converts to 1000'),
(8, '0x1F', 'stays TEXT; PostgreSQL 16+ int8in accepts it as 31, 15 refuses'),
(9, 3.7, 'REAL in an INTEGER column'),
(10, 4, '4.0 becomes INTEGER 4'),
(11, 1e+20, 'REAL beyond int8'),
(12, x'0102', 'BLOB in an INTEGER column'),
(13, '1_000', 'PostgreSQL 16+ int8in accepts it as 1000, 15 refuses'),
(14, 9.223372036854776e+18, '2^63 as text: becomes REAL'),
(15, 1, '1'),
(16, 'true', 'TEXT'),
(17, '٤٢', 'Arabic-Indic digits: TEXT');
CREATE TABLE int_edge (id INTEGER PRIMARY KEY, big INTEGER, small SMALLINT, tiny TINYINT, i4 INT4, u UNSIGNED BIG INT);
insert into "int_edge" ("id", "big", "small", "tiny", "i4", "u") values
(1, 9223372036854775807, 32767, 127, 2147483647, 9223372036854775807),
(2, -9223372036854775808, -32768, -128, -2147483648, 0),
(3, 9223372036854775806, 32768, 300, 2147483648, 9007199254740993),
(4, -1, 70000, -300, 3000000000, -1),
(5, 0, 0, 0, 0, 0),
(6, 9007199254740993, 1, 1, 1, 1),
(7, 9.223372036854776e+18, null, null, null, null),
(8, -9.223372036854776e+18, null, null, null, null);
CREATE TABLE real_edge (id INTEGER PRIMARY KEY, r REAL, f4 FLOAT4, note TEXT);
insert into "real_edge" ("id", "r", "f4", "note") values
(1, 9e999, 9e999, 'Infinity'),
(2, -9e999, -9e999, '-Infinity'),
(3, null, null, 'NaN: SQLite stores NULL'),
(4, 0.0, 0.0, 'negative zero'),
(5, 0.30000000000000004, 0.30000000000000004, '0.30000000000000004'),
(6, 5e-324, 5e-324, 'smallest subnormal'),
(7, 1.7976931348623157e+308, 1.7976931348623157e+308, 'largest'),
(8, 1e+16, 1e+16, 'integer valued real'),
(9, 123456789.12345679, 123456789.12345679, 'float4 loses digits'),
(10, 1e+39, 1e+39, 'overflows float4 (22003)'),
(11, 3.0, 3.0, 'integer stored as 3.0'),
(20, 'n/a', null, 'text in REAL'),
(21, 'NaN', null, 'text NaN: PostgreSQL float8in turns it into a real NaN'),
(22, 'inf', null, 'text inf -> Infinity');
CREATE TABLE empty_vs_null (id INTEGER PRIMARY KEY, t TEXT, t_nn TEXT NOT NULL, n INTEGER, b BLOB, d DATE);
insert into "empty_vs_null" ("id", "t", "t_nn", "n", "b", "d") values
(1, '', '', null, x'', null),
(2, null, ' ', 0, null, ''),
(3, 'NULL', 'NULL', null, x'00', 'NULL'),
(4, '\N', '\N', 1, x'5c4e', null),
(5, '\.', '\.', 2, x'5c2e', null);
CREATE TABLE no_type (k PRIMARY KEY, v);
insert into "no_type" ("k", "v") values
(1, 1),
('1', '1'),
(x'31', x'31'),
(1.5, 1.5),
('1.5', null),
(null, 'null key 1'),
(null, 'null key 2');
CREATE TABLE text_pk_null (code TEXT PRIMARY KEY, v INTEGER);
insert into "text_pk_null" ("code", "v") values
('a', 1),
(null, 2),
(null, 3),
('A', 4),
('a ', 5);
CREATE TABLE "STRICT_t" (id INTEGER PRIMARY KEY, i INT, r REAL, t TEXT, b BLOB, a ANY) STRICT;
insert into "STRICT_t" ("id", "i", "r", "t", "b", "a") values
(1, 1, 1.0, 'x', x'78', 1),
(2, null, null, null, null, '1'),
(3, -1, 2.0, '', x'', x'31'),
(4, 0, 0.0, '0', x'30', 1.5);
CREATE TABLE text_edge (id INTEGER PRIMARY KEY, t TEXT, note TEXT);
insert into "text_edge" ("id", "t", "note") values
(1, 'plain', null),
(2, 'Grüße, naïve, Ω≈ç√', null),
(3, '日本語テキスト', null),
(4, 'emoji 😀👩‍👩‍👧‍👦🏳️‍🌈 astral 𝒳𝔘', null),
(5, cast(x'52544c20d7a9d79cd795d79d20d985d8b1d8add8a8d8a720e280ae616263e280ac' as text), null),
(6, cast(x'efbbbf424f4d206669727374' as text), null),
(7, 'é decomposed', null),
(8, 'é composed', null),
(9, cast(x'6c696e65310a6c696e65320d0a6c696e65330d7461620968657265' as text), null),
(10, 'back\slash \n \t \x41 \N \. end', null),
(11, 'quote '' double " back ` dollar $$ $1 %s %(x)s :name ? {x}', null),
(12, cast(x'01021b5b33316d7265641b5b306d7f20636f6e74726f6c20616e6420414e534920657363617065' as text), null),
(13, cast(x'efbfbeefbfbf206e6f6e63686172616374657273' as text), null),
(14, cast(x'e280a8e280a920736570617261746f7273' as text), null),
(15, 'trailing blank   ', null),
(16, '   leading', null),
(17, ',;|"csv",''x''', null),
(18, '<script>&amp;</script>', null),
(19, '\', null),
(20, '''', null),
(21, cast(x'1f' as text), null);
CREATE TABLE text_nul (id INTEGER PRIMARY KEY, t TEXT);
insert into "text_nul" ("id", "t") values
(1, cast(x'610062' as text)),
(2, cast(x'00' as text)),
(3, cast(x'656e647300' as text)),
(4, 'clean'),
(5, cast(x'00000000000000000000' as text));
CREATE TABLE text_badutf8 (id INTEGER PRIMARY KEY, t TEXT, note TEXT);
insert into "text_badutf8" ("id", "t", "note") values
(1, cast(x'636166e9' as text), 'Latin-1'),
(2, cast(x'66696c65966e616d65' as text), 'cp1252 dash'),
(3, cast(x'fffefd' as text), 'never valid'),
(4, cast(x'c080' as text), 'overlong NUL'),
(5, cast(x'eda080' as text), 'lone surrogate (CESU)'),
(6, cast(x'e282' as text), 'truncated euro'),
(7, cast(x'6f6b20f4908080' as text), 'beyond U+10FFFF'),
(8, cast(x'eda0bdedb880' as text), 'CESU-8 pair'),
(9, 'gültig', 'valid');
CREATE TABLE badutf8_key (k TEXT PRIMARY KEY, v INTEGER);
insert into "badutf8_key" ("k", "v") values
(cast(x'6dfc6c6c6572' as text), 1),
(cast(x'6dfb6c6c6572' as text), 2),
('müller', 3);
CREATE TABLE big_values (id INTEGER PRIMARY KEY, t TEXT, b BLOB);
insert into "big_values" ("id", "t", "b") values
(1, '0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀0123456789abcdef😀', null),
(2, null, x'f5b165224a58b791df6af1d8303e61cdc4bb86c3d1c427103c344c4189eb2f1e7bd5d47e446fcec2a3d811736110e5781bcccea696762e6116c6e9c92d99bf358c2e0718822ce47ca8c74107e66cb0e4b2b3f4d58d82ca6386d2c96e760e819b85c924c3597164c4a6058a00581a22b22de50472433d2e44fed8b6b8357e44cd3129903ac1d45597a242fdf11f8f2b1a39f3c3e693114351dcbed407e3e6b605b99e8306dda748a61e029a8a3f415b024a146cf0d98a98e1cf999661f967bdafdf0e7337420c13f8f5d40f6ce079d1b987376f07bcb81287fdc8c0388fe881c3a0661970ef3f6df0148ded7e8a34888d396cab3b80d27f58df111a3b3df245ada90802389a78cdc29492a875f74ac6f3aa202f4ad9892fed75598005bac48a6a9e826bd6f0a890ea47ca738eb48c14ec53676da43f9e9919878d972f9a451da1305317feed6740b9bd7425dcb03de04bf0a4f21e0adc3ebef6822b55d46d44e5a833b3b84e0f27f9f7a910b6b6683480fc91baefae179bf759340f6cf6c1f9810d387dd45ce301e94a2599abf5fd99301d8fa94d13abbe48a1ae6b96681c34f9c424eae11631d67fdf64a0d8a5b4dff0c5475a81bcd2b26419dac896481471da57afd608bc27f07ae334243ecc2165be58af22ccbd6c7f67757b106aafa12caa98364a2cd1d3fb5d4f137e8cd7b9fae1a77afab3d84b9dc66b1aabac50b0fbbc8f89ec5f79bd221616ca5f700608eca9153d28821562a11be30348c7a421e82944385c857e1007d7b95dac64d892da5efc8d5c7d438a96bb86399207685d2578acfb210bd6c8fb4e3cd910b4a24a2ad9bb30b2fb253c649d8de3da970d560394e3f2c264d806aca54e019c2bf0fe282bd4b49280c790183afb5f69fb4d3226033d0141c5318113336b5e248acec88aeb64f33bdcf8e85f8c07e56f3ba35a8a67298a868322f9045811e7d4f31834f3d84e5cea93fa2c705a2ba8897561b4e5e8eb7fef44424dc2a8687c498ccbcee39b859205f57ff8b9ba41277601c77b39621ba19dc8870461db595d0bd237b363f437aadce2a7dc3ef0b7a191bd18323383e8ca23cf8f7d16219919c884698003c72c26b58f90ae9a345b47146d57cd20f3ba185e0e0b7d297b4cfcb8de6c575f5dfa79eb91963ced8d08ad2833f442e6f0535c3581dd95d469490d247cffcd37d04396565bafb9176a08909858a8db670002bfd989be9e448a29019d9f436b54c94eafc99c9a6cc554c31b4975041c9099425e29070444f8cd2c65c73a1faea7a29bb75d2dd15cfe8c513a9f950edc472eab136bdc8c307317977e66ccd33e108dee950ecce317edd9150a02d1b6bd52ee41f35a41d63d4f08c0967cd7eed18df1012b51ac263d091212d54e15b55d3ade56d645048ebaf773db33ba0340aa0fc184226ec16a81fc47031de33f76b4c5444e72071c3e0c1bcc8f07f39fe59c422fc9182c58dc12504a88c2cb119a55df2aeb37dd28efd75541c4660287327fb3f3128c0b2b0aa41aa87db8dd45639ef0a5fec12ab6efe0634b7a536774a444dfb323b56e525e351a7fab0e49793f993b1d63ea0c061a8edf4f0c68f562cc4ae5578553c16be0f5d3cb0c58233021de274273ced71b0aa2e24049815ae6a541ebbaeaf5968218850bfaa7fc8635b82b2ff716ca0b9b48fa806ee48229d1a5debdf9e8555405951cb239f5c49204cd75b66554847e25bb200b09e99905b88891bbf5ecac0429ef541772cc0861b4a77c9d81deed9cad43eb396dcd99718b97000ed59b397938f11b1bfaef8fc0f940437aa106553dccffdaeeb1a7dd3f847a946a73c05b2339ec021e86578404a624f9db073d091865576ac6ac0ca46a9343acaacd542a3d52f737eaa88ecc85a1cdf4216d898a0c0fe89ac9bc9570714c28c82c20f482c8f73f434e363d0323e0030a250c945a6f4e00281b12b099c7dbb9f9911394fd734f0e11cceafe3475f0c0d9414ce96f6cbe90478028ef438a6a97f49f90788a9a402250612120c32b02832b8b8fefa7f3e0971dbcd9d2e5b409d6823097861fc5d10b00b43708d052f629ae9be65ce8fd91d86dfa75468be82bcc1df2d355e626de66e0b0de685549f92636afc74fdc3ab4af7d7a9fc88c45820e949409d090c2603de74d337476d058efb9591978cdac347d35c992b54a95ac2f5585e5bfd1d56ecc9966977ec2b131edb20a7ea38bbb1a29bf1df04b317caafc01db63226bcb4b302e0d8141e3f27f753b670448da4953a571b49c509622df86c0fe66b55051e681aa0648e4bda104bce02e28451a6b332d8787db93d0e6533ecfa6cf5a4aaffcc8153790460d5fc8b1bd9822ecf8ce563bb3e26deb1e8936c5aa3b447916a9ac3e01ae18d69373d6c275156185d6a3ee6d40318c9d8a06582a0b19ea5785e4e1390873d6f673e6af8adac988b71b087cc67298c47e444afc064253884965113c22feb8103516b8b935af570a9d9aad152b670d224313712b0b30a32ad97e36e94d0cc8896b158536a24c9c44357055c2dd400d552449a7994de88181807054d700c45a416c533c5e39fabe56eeee1c578865291dd8158d4a2e61353ca7390fde58a6a9f14c999e9a45ec8fc7407e4df4025c11b754ce23e3d386217dbf08a622d81078941f82198dbe4f2fc52fc4b11aa9181b5248ef040a06de1668cbcdbc12dfc456618f35bddd6b78c1fdefffc1c91a50b725aff718d470210120650e455725485c1df6d47c9d955d609689d52ac8a32d19ed9434c76010719f13e6bc1e9275cede8c53534539822ee3904920ed14b168c6f3300048448b8c695d506109e4f355a94b69967f90f680c7885e34d1ecffd1431db75d3075730692e52773f546fc3c941b06cb79c9a862b60b329de8d35c7bb54b28732b0345ee199dea18a0ab916db903958b78179364dd697c5b771d61997cd3f14b93e2687535ca80fb3e0a88a91b30ab9c583da35217c99df4f7fcd60e3896f58bc76bd7217a299b38951d51bf6e730aa4d92a4bcf4eae56b8cd3d939ab028483477beb62853d8b556531a3ae6626f48db27e9282cf6f666c7d660baf475ce583963f87329fd8a19d2c2e894647fd12321454ba380da8c9a7cdf408e222cb66c551d7a016f80505c10a219453b26351fc3eca686324251ff8c240ab1adfa06f887b00258a76fc9a2998afbcb5cf4ecc327a94b7ed6fab99fdab898c7fcfb51f40229737c352a64b82c335015b60766eb751e10abe26e102b0fd4e9a6d13d51d9ae45f88d6cf899609544f8fb1bb3749e3d821c001e0440eae71637d7a5fec86197289e97bd25c72d31defa9f4c26e4ee5bfc8acdf01bde04352db0d9250b782cfb6da9387a175bbe75534297afe72e3572a68aaecc3435d698ac4e3dd0ff328ed6123f7b57475c4e95d4141804ead18ba3e14780e3e3168193befb6065d7c0a4b8a97212402a178129eaa6870209936131baa46916c1565cfad3f0099b383ae066f663eaf872f7656a894e9566820aeb17c65392f7d22fe58d1551b078f0caefd2ddd846c73994826ebce498b0ddeb90e9844d34e7ef3ededf965503b4d7194f5b528b6a2b849ca5633894bac1bcce52009198da3090173ebebe3e331b5c38763b37050b59eace6c02673e65a3da66a10e84129bd49f443ac11b8d472718de2f93271251d6aabac2b43b1355f28105b466a8a206eb8902fa47734a2ac22fc0c89eccca4df7f35b195b467ef08705782990d6dc7af7eedb7c5078273bd7d6196ab05d80115b1ac7d60984cb7cf0fd538e48bd1342855f825c9a00f322a84daa5998592cb910f82dc6a1b5c6b0c14926d22222fc88d83b24381c51d2586694dd5c5ddd510f4d3d4ed3565c1bd24196b57efbac835b30aed5f9f95aeb11a3159aa420224b5f2f55207560cde4edf2ec34cf2e4524346da58ba95315e94b2ffeb8656b210840449dc779e0e950f3022fd228cb30e7d0809f9f6686c9cd763015acb13a3be8133b8e8d3b5439d75f8d87f1faf805bf5fcba7fc5a4f89b03c559734bf8e9b2d6270864c385dc16ea718998929ef6b2873596e0c3abcfeb6f884b2dc2f8cf3aa5ad94e3fbd80a940f15c1cc7d5727d1063859cae0075a0f65b9a5a72fda4e9ceadb61f6e40f49c8ced670e40d8b9978ab4707c70e250eed94b4bbe89651a0c741b26c8029a474d65df2a17d67405b356f493e82b23430a423d485c7cb6a23f068c7106cb1e047da54c75c1ee78cbab6a4e95eff97b1413928859d704654ff40fa27913b1d192dd5a43817f947696662302a7f29797740820e1757423333a5542141db4fb280b35d495dbe3466e0bd665c3046790fd51ad66199c132cd330c99c0ee8d8166b99c83ba7476a7c3906ea015dc2752d4dff588762bf365106f53a80bbf69de4e3591aa6d3a9a1eb278a3570c48c1bee1053bfafb2c49ca30f783ebbb17ac939791f063df4c61f50050ebd7ed2e9dbaf0266947aa5c9dff43cab9d393d157db668f688690374425687dc768f8a497d9cef2f2de84aac6cba9bd1eeea6dba45a75c2b7546342decf800777ba5e4212f382da9560c2135eeeb0b315112b7b360c34a3afe82479f31a55add9ee0db79625e8ee0d2287a4dfa82d9661ac418f9dfca4aea0ce2ba222f340642d24fabc7784cdc694bb1c15eb04c6b7b57d9adb3648dfc1d225ff026492aad4287b35cd286b3dee585bcedb6fb764c403698d5cdc0158dfa34db7ae98c1f21dd87e54bb5299baab9c7f5054f92835d4e3c9272079060da6a202da425e127460527404cad3f6dacdbb537d0cf12f186e3cb91828d37b84ce9fbc19ac142c8589a580d5203ba7e11ba7faecf71c364285b97b749a810a3ff501559624b4c6265b2da83fc6470d83b36302aed30528b4779daba792b8bfe6ce26b0ad7433086a04d31fb5f9224179f66d5cec7bb53414500e2a0ed2dde199d997c447bf8a5bcf461b1e979ab6e1587c89df584dc8df999c59d23805c1ff8ea0698c6fd54ed9dccc788d7cf4780f7943ce3a86feec6af74ec4db3bc7efe147a5eef710e32d9d9bf6f9fec288ab13d700ea1f8af30dbd90de8e16168a6a3f0a2807ecdebeb46e70bf3d36ef784b1651f552d2ab546fbe8c1d2515315382970eb2a5720fcc5559fffabace8b45feb7c00d19cf5ab9f46369605831e9816676ea81ac6996bccb788da5f81681da0c7e8e5253b1e052a17a99848a44b7e8a1547aa1b8b3ffa47fc600e44e4bf8324338f05bb060134b9b5f5e2449930d2ce42879b6e53705ac23e9448876205110fe3071895a5a0fd851cf917680a9b3363033e5d57d8d5355da942751ee434950b402cba72e748183afe25c4c1d68adc825033941ef2451196a64f55eef2955a41e6c142d13940643615d5aea2fbaedd0a4772caeb84caee4b7adc21fd03cfb220e7dacce73ef970b5002bd4d39d8b426e615b52ada57d5ced826b26010fdb0c492e1fa199e1c42e6f7d3563360f92c58c01e133171d6293326f344155b74851f780cfcf02af1befb56de78a89bbce92bc2e068eef391eeb34be9145c64cbf971f620345ef978b48b2e14b32a806f78f9f85acfa32d5c27ac26cb9b09738f9320c3ea643d3f7220a3b3f13445818801a97ac5f947d949270dd33cef52cae4fca51ea6fbdbcc6803e1a61ad6a79585b2f4734c2c0d34487d634dd520d5c370028f6b71f1b833b7158baccb769d91573138ba759d751074e83420f8a3b423f6646a2e056fa6878c8c3922bbb9c25f4ae94414892ea50077e79d1f31ce795cda533c0f5ea'),
(3, '', x''),
(4, null, x'00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000'),
(5, replace(hex(zeroblob(35000)),'0','x'), x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff');
CREATE TABLE text_in_blob (id INTEGER PRIMARY KEY, data BLOB);
insert into "text_in_blob" ("id", "data") values
(1, 'plain text in a BLOB column'),
(2, 'iVBORw0K'),
(3, '\x4142'),
(4, 'back\slash'),
(5, x'5c7834313432'),
(6, 12345),
(7, null),
(8, x'ff00');
CREATE TABLE unique_long (id INTEGER PRIMARY KEY, t TEXT UNIQUE);
insert into "unique_long" ("id", "t") values
(1, 'short'),
(2, 't6enYKYG5GEMtjM02T+Qjq7+/QDtO63+qi8SR6tJsqLoSSGZm9/nuGCptOHNlhK9bfNU1KMld7reSc6CacDpMog4rfzH8l3spSsqdqcm0Jku66fVJmBUhMnzsWjgdv7voBygvi8XTrYez9L8rW3S/PWJKk5MufCzB5+ZK+wZC3N1h7qeNCA5q4a+7Ic4QoYyHBUDXAFvtIYFo+YAVlW1raUpoGNbCFCUGMgFbcFoZviYmb5ntsMEVoOSetwKziKfPROdlfTtd/miVdy7b60SswFg3eWuwK33L56vv7PIVxGquCF+D4zV/Jes6r4MxWQ/1FTuo1KZjfdbLhSmToF3SpdnMqHAmFEFqBUxaBUXprgfURehqS/1JydLPKKvMGPHdfbm7+yZtmUKMlDImqwvRTYGpdgiT5styd16xD8vyxIHMrnQJwOtxmyV/5rWwJcCg491WcoTpOlmurtDWjddzOTMQLVsd0Bp+qq63wtJXq9rwVOLyT29TawO7ibjREp2Xt491VnRZELuAwt8Y1dsK7kJlHcuwaSCTY2eC519VEVMxaGCTdI/GXnIp76V7zOXzF4vbM9q2xGP5uxaGtcmEfHlJqi9mUZxjMUNBWf/BCowedWB7o3StbdiNfKYZWApYCzBsK1Z0hcneeRmnxfPollKXLAgippGueHgmqpf7U1+xnk18BYxh4BfLDUVVrs8qI3S4oxyfVVWuOFEPsSMEQCmKxMFcv6yWEmn1CIHDOn+SfCFdSGmqODjQl75scp3cOfyghU2wo4MDpq8sOq7DEJUJisIFQBMAGYvp/WfLrySzqO2kdwR/9oQpNDP5GWOZAgPRc0WGVujFxOcwHlmvaTQaztUwX5kop+gj7fDU2bM+h8sXcjOexE2Lsr2BXBC2Djh3SNHQ5wthWNUEDRPt4He6TjQlj5Cc9a69tuyJZwGqOm0qbCFPgjLAtje0iypaxvRB3i8DdrWoz7mQ4NR3qYEWZ/nsBBn6w0IUcBAke0QMYhu6jPh7j/C98Lu4Jg/AcIQyb0t40TtV50wBvCREhUZOqCbjnm7WbJmKnBW/d4yyxn5YvNClK87jnFHzdiU7t7D6fCx1O5sc266FCHvJUfZM5sFswrypGIRQ+6umnUzwc6GLfKbKUCVfCP5XUnH1WNaI4at1ORiYDu3un7QcAZhcFy2jUxPozJawB7yl2Yn/ZA9kX2nHVw22bc60Mg0mhrut+0kcK53+jROGEZ3EXsTPBvySEU6ik6iZaRQRVIjZwt+2CS57fPolxnT54/0FpbPL1DagwtB9ioO1+85z0Sm9pgb5/UFp2KN414Cn8DPVHA3RLXsrtP64gir9ZR+IlY0tD8mTods+p3QUJJVuR2s0PaSEh7jwUv5nNG+OXHhWqpX13a1qc+OftaWgkpGTKU5Hn1x/ZyNp1CxG0o1LJ8MYRgfQ9k4rx1TZp0ttDvI0bl+MwEnc86tvWDsIyjA8jUpK3Q/M/l101E7fz5ZPK9Z9dH/upxIPF5rdmt4CYz1eHaUAWa8Y8KJPzaQaKJz8/sFt2kXBEKfkIJUO60Pf0tj95fS7mYc7iTU6AO5vjYDkZD+VasvFJHw1AuRB/IDtDQlzHCVVgEh4IrbYmT7ek6hz1GqWYrjefYVYtfdENmxgouUpvOGSQYdOevreCUyd7hhZho2+ig3qEnhMFYA09kFMcIVKmOlVl77JrgNMst87ebpJATMB8Tn4gNTPiRj2GYqJRyvVeBWETGqsTrmik9lnw7tEZOQ3T8mYZoyEUFtS0YhOFJbFFPpf3Y+jvOmoPMI1225q03zJPXnMHCyA82JFAm3j3eJBfuTD00ZYIYKIzPX7z4BIdLo9QpFCPLu7AIKRkYY4sc7VRAeX/i4bks/ThcuHKswL0sSByDa6X+WDTSjCxxcIWMKn76ASn5HuT/Qr7/0L9H/u3rY0BgiMcttu6kYTZByfIHDY3sZblS4WI2hr+OZRJNdN/ioDYVCqx1ApGY6t6KQQjs+szrUPoU5aA/vQIKW6Qln728FuMmLtiqXUezeLBdagFm9drBt32X4miLSs7KqCm2PufJso5kMrYVQtxn4nOSQD/0osef8Hm1avlQDjJpuo2kcjsCJsc0JM5OWLraak07hVNRRiRodk2yS7H/raBuSqWAM8RHl+qq2v1ZgRHrMR76WZFSc+QKbuCSu7PiEvJDA6jeBEraXZ0BDyHUtcZf1+QiguBhTk6gmbI8HD9R5LOtihA405QTF2tUUmG14cCfag/B+C9sJhQ0ZexqjYxFaF0MSkOnKbCTQcXRJgyBRG3h66UmA1+nIXoSNahl4ehT84UgMUFMrRQpamGogCxgOiHvhfgjtXn9x9bYMqn3r0SBN0znl1w4rZVlTbsNMYSi1tkEV5pFv3+HDgDJyL3pNBn59k7wsQkaG6gceRb7rIhcmjgBA95XmzA9XTlM+BvYVcVxFTaLkwAgn+BTc0k1dYsu94w4JFIy701zRQlZQLlATfze8RgBIIdUFo0LBFWnLca9TYctEks4Mofwdu6AZ2/vDg62mMsJNIjcUGK+uwWxPGWXX6+DRPhGAs4AuL6OOKtaVNDbngVR7J0zs5KOyVsXNYoLTaZvIjZ4eZDbTz/TRGk7lVTiKlRfOLHsH1Mwa5o41IY8mD6di9Y7QrzfYchQ+FIYVku/8vm8Dj6hiKbj2wxDY0Iq01d4+1JQOf4ezZeAjhctTHonqqr8Hy+OV5a8s0/oD2+TUuDe7/VRVlEqO80C+Dj4zKEeCMTNdYc9e4yKlY7JYZYVjGwBTw+btGLYu1WjmxmpYSZJZIIgELZNw2poQybQnC5pQ7Uz1eaDQ0euIzECbr6aaXp+ItWBLUPIP52qNw15MzNScUSMNRVpJqc1Fsx5GU2Eyrb9cmZ6/1HElhS9DRYCdWjQC3FmwhnR6Mh/n5xQm6isuUU5MF+q38A+6Rr9YU2qJ4siRQ9tTMFa3kp/mnxEHEapztbe6+pGrlEdFes16zKhCdGrQsum48TldzlJ47crw270mrUH43kNqYaEUzdA2pLvj7djp7Bz5AhQkJxvs1DU3lKhuJs3rm1wOOOpzIvpQeQy5+BGGrgT/fdnIWpNwuGTacVEU/pS7fUAo2rDISTzQPj1R8rMSgOOSJGQkvzKxsVYiXJBc9T2Y/Rl2O/FkUwLMd3m8pLMnwV40IQ9ndP+wTqop7nb9qCeZBTjR+kDXJ1cQkTmIbEfugYLH9CqlSHEH3Zf6Jak5CEDBGu+vzxycOKEOEpBD/yYih3Qk6Jzu3RzN90Evwt0txF1tPml6IW/wzZlburvwpJ7ortMMAmnNz7ujZhmdRYX6W4Ozi5rIaq5/1AZEitDztjZDYBvh7080qZz+QtkMGBGC/9Oh6js7kv6rwIasrxqkBl0YFKUi69pLxaMSan5Ry8+wwtl7Q6Y37E6rpLxxmNbsy2EsWBvwgk8oodx3cJ1uweuXBeXGIZeWHTxe3ENn5jhD/tggmZZ8Rc7UtcMvtc52/6NIgqZNOCcGK+S4dkwzzqMbmT2TXX5b+JDd66wb5k0bjuSgfTc8MufpbPD2wnPZJPSs8Tb+XbrMYotYoqHpKSva8bDdVjAzQ1TMBrhue949z7mwA5wS+Wxk0GPNPtcYaYf/2/ju+Wf+rUFBfkVoJ5GMM+KgHgKLKC2/+mIwiOyCNMXKo3ZhThqog58/RuAoALF8I8yPE7O0W2fy/aedA2344XnXk4Ix2tXL6zoKlDswqJXq7vNsjD5FCk9JEVpRauTZxtLl/HE4XXURg6MBQCWUMLvE5PVBe6JMR8MssshL+7CcQV+kaeloAT8QcIr3Prse17xl0m21ek0zrDKD+/ge415acv7yPjK/UATIUGPOhfj/Nc3GfO4Di93aIaVkgmySmSFp/tcHJ42KXlJIVIGPhujpU2m9K8OKUlaL8JCkjdFZEkLtIvkP9LXHkoQ6ZoZothdPmuZmRaFTUMCUHFLJTtd/2HPO/0lNZIaFIYcDnoFV/7VxLqMVlpd17CPyb8yMlijDxYsgAfqYQnz5r3u4KcbQs0BrcPyi2oZ1Ao+Vmf767ZZsp1xzvEQ7W6l7Yd+QkqpHCSUMTV5rAr5r7ZLyZqr8E0g9+r/v3rOzqFlgNOUMakLA1edvq1NSsQSHVxTmuH0pF2OG1+wASwwX9Pip2LrGOwFRkCdicgHVRPmZ4HaQA59FHJjAy9f+EsjS4GRfMzHGon9O1r+CZS3aql0+e11HxcQskidWmglyY08ixnRdJbTNSJDTHQBY1XukTMBabr8KJa0uSmpWY/QlOV6mBP+fuP4wCg0s58Bl0B+inkKg6CVevkme2//ZiiDvhu6WUJZByQdUgkkA6xrzRgRr/w6MtGmKFQdCSt9l8Oehh4MT+4pJOStRvaCFtmsWYvqwPZIPRjsI+m4BxP1VGFLpxlv6+em+AF18uaooN/m3KLeLCmLUVNrKfbhdCPMh4LP4EjjjZoORV7ez1dRson9kF9Q3fxBH9CQh55DFNIGDbfebZ0wm7bWuOs8f7Loh2rAGZZNvGoxF00Cwy9wnBVPTepf8UsakUcHzKPFUGYhgLWa6I1CmiKk3uVG9+y9ZyJjVtFjEAGZS0xbt1HxtbvOknN3WbvRIuev+gvkFDURSsoxVA+E3GhbUiPRGAGxrf8FY0HgKDJL2M/JAl86m1qc3+LjmEO3UVmka2I8JvA6Fho36Y9etOtJsa3SfvNWwAPGr6xm6vTegXx6QjsD+ufLsQ1z1Pq+xYVxHmK3VLYN3znpSYRzOfZUUyw8JRLQV5Zvb3280DF4PU8k/HNc2aTZDrY3/7qS9Q1IW/jPM3Yp/xGNfl7AflAcwq+TJgXKD0lNLhuOUruxiAIKDZXp/NDez53cRoWSsd7wdsBsqmxepl9qiP6x6VKcXG1WdLSacx+hiWz8XnZyZx+cQt8+z79iBM9eZyCqdY0+F87LyQduPpmrz2UC+X4NQ4/jwZe+h8/f90jFmibAz4UmHQnLeVPESfpaxN6K6Dh/lj25pz7C6d4uoAL3p7KjxNuEB6cmyOnnCDGqhn+l7S1ZupG3cHNFofMb+VBrqHDECAJ79waPxLP2TQbK6I6hDqBsJzVgdEgLtXteZ4iHC+/ca9nO1YBZ9RJbFcg7PkGCKMJ0doBhOtHBo5sNMGt+Fwm8qeedblqbXe1HLGTbrgjoaMQ2Cpd5JRk7ZNEWOjs20IcAQP2JwYWkpZ/klVONUIYLvnUH+3/8xuDJgaAXSk4/1YkmhlO42mbZ/S+czQMf1BkP1DlFEZIhTPp7V2ynmm3jJZYJBWBsmOSYk8jvs7mnPWSlF42agRy7p6no5OweyILdITiXdXUQuksd9TvDiNkCdrn+AkCBe+4BYmT/ndXhZmN09mw2hVi++GC0yQxGbql5Iwg1dYy4fqjy9As1B4Za6npT5NrWx5S58cwY+5ojFA0EmEbnjDkGiAoHSK3VTM5BKh3zgqrAexpMis+4ipYCl68KBOtzPCncm/W3nOeRSBJM2sNm7ULRIX59CImV+WPP7enCbfVRM7U8eYYO/IOkfI+Oott4j0PvGsl/7p0GZbJs5kQ2JFpuSoKJIePCJ1R071KK58rMN1c4Ml4YlkMOsDSy130yvsS+7HbBj6zmV1DGQwCkMMy+1xYDRlUyRIIHvqGKKYOLfHtBOh4cZbCxH4FMdpxUBNwwXxg8aIgVigFzSAHEoTls6fNJtKomdMWJjOIYUphVfkTi+h4J5ObRjuUd4vEGuQMIqoJduKPxIGHncOYxQVw0N4kSUPuSZygABuFvRt4RhRBhhZYHrBQPfJB8jB3BUwIPWWNFqsiMM0gcdfNk1QD1IC+ZWeR3Ffe+tJMxKY66kM/KSkHqACgUa1Vg7284TuIWBFxT2lLkW8a//cfNrGr/ky0zXOChRClW7P4dP80QgopWHk3+9DJgYnFx3wfoHqKEMFITIlyMmuv7sOk86ZvMjP1+5VgfvykRVuKe/bKMDL/mworX3PeVKBxhbKf2t0KYtVDnTDEZs2gkCeqPmg8aOYOOKTGNSq9Z99cYY3PKh7rkcBG40Wt2AX+ylSrbNSw9+yts4JaQBumK5ai/k1zr6OiB9Uy2b0EBf7eWM0d60fGVF+MK4Z4yPUBfMHtOtIvGek7kT4p5jIbK5eo4Zh0b6v3lgI3+QC04xa32yJ4mV5hPvdyjOZFSTFE1gQvjl0hsqOPiN+qE/4HtNelSTjOVoFCIo884NXJefmQ3mLoIpVyAccmrWLLG/lj3/wgs3svyw5fa/Qm8WO0VGitPDi1LPHQV3AhtAofTwiZb0W0UGnuDxtqu3h2a2AUNf3iV5BFZGIDvZPWegr3i1PpePGqnMsr5bO5xfl+KuEdYmiKdXoDv6Ip9Qi1fn9lz46XSL4mU0jqZ2BNgZJPHNuTYhuRsC4oGdPUGvmM2wlJEwyQflxnmeWHnhTkhvC3L7krKuN5fYIYq54CfkZQgTlF7Z6RrpS5QnTFUk7t02rUUaDuHlB6zT91xdN84b7HsAbXLXS/sNzZaUJdlGHHPE6APhVeqcdl0nynrjkQDXStOK5iiSs9UnoD1f2b+0jMv+WrlhKwVI1SZVkXACB9hn9w4sHnNVCfoje9uZ1iAoJaq3DkXZSJhLFpq4qsRH3K8rsKTMrR6NoyAJi5pNG//zTmYYAlIii4kJPszzv5d7Ap85cOtcsLLQ2WiXpHGX8CHxUydhCqU6v5yU2Y+ZCDrx0/j/4ZOD5BkYrqN1SBTGB8jYesfBh5Ru4ic7mV1I463cfRps7gysRqmY++7Rw8Fej+2OaIZi+Gc1VxSbjNNEdl1iow0WTGQZHvuDeN2zdcez+pMJRbJlpTUNQrQvfoayi64mACeI688Vz8QKdo/u1GG6chwSR1+WOi67IxEty4dxbBGCLkRhw2m3NVuhPxCNSetZRc7bbci9wc77bSB3kf43tOgdcPb35Q6lpxs2PltPklXNhmxSeUFo2NGsio2yvq/DPhHwcu3C1evOLcYtn3VLZD2MsgQbcJn2jxk1tPNxV5NbSC87367jnSj8mcwdpu7fxqJaYwoOXpXq+uc8tGCMTlA/DSJsEh444VfXLrpOPaRYEsbkQF2MVagVsDKgHhHs/pcZ++VrbabFWKpj6tA0QA7QlvCds9BTb+syOWoZaVVgTanWWyAdP0vqCwDBZkLu0LE9W1ces+ZwyExWzJJpAbO9fvE8zNiKota+EZxk6NyEAan1JP4PWA7jW2xX0wlMrN5vDh2JrjHkHdBWgwdDFSxRRQSL4OWKpAtLO6A008h8d4L45PrDSle+4+nBk4betXd0GR+so6b5pCIxlRPRiwU/DvJ6g9S15fsOjzV57RtiqLOwofEVd9Xj+/3zu+K5LDDSsWX4i3K39GNROp+1hRn1HpQ/K4zqVZVjkflr70v4m4U8VCb0F6hPnMM+gozWyCuaQq3EHBh2yFU0vghmnnjm0ZpeZa4cfkQExKZVge3FfAXGqSbmJrlhGNDvQMmaMbj5lm4Mc8twJo4bZnUUworQNNMe1CVJkmzE/3xN3EDtvIE2RM2r+dYlFA4g7Z1eJu2mDgOEcklgglckajif5RsD3YvMtJq2Bu/KA6e/EBgTR0v88EzU1i5su3N1RaIdxHw3hGD4Bc+qV7GFgL9FQcwkFaDQElzbSQtS/+r7kc8nF3Z/JzqQ2/j2aEyGbV520/p0ERtST2DyTrMsQcU6zwTv9+R2siKEZS1Elc+OmUCiDRJmtDdib7x+/f3KjXij6fA7djp+yqiJsM0Msmz4CmTaytz9NupcAQSuS4te+8nNXo3dP6WzbvvZxkdsjU1B6LD9rSjcbYqpMWbWLdB4rFe2Q5OpjvM4PRN+eBOosGfGDctOiY9MeO/jr8+OTe7X9RzrMynimvQsCccsYJGt2ZU/0oUFBbhbgwZVhDecvGttFmdUPBDYXcuQTFsKI2+P74ltAoQxA4G5joWzMKM+R7M5EgiB7BzMsNZUo5z/fU+nM6mK/4K1aIk5vsQTW2d3P2UE7mVbzovHSsMGd1fofB5HvSeR+NrVpOl/YAzamRFjSJ71FoG0WY9nHDcYECw1pHcNpNCUu5p6BceDCzZgZPpv7bqEa8E7PQzIAMfYdh0D9H5WBYLJi/R0+/nb+bzfT8PpZ3e0wy9H6mwSueETYmpCuqwqZb1PmHd8GSIfAXL880fJj2BWILWLJ6TT/W59UYj/RcWqVOGIyc/xoncN3XJ7Efn9SANogONUlM36XuhqjiPHjQQB6Sol7emyh3E+ZfjY07LdV5tj9r3xzh5ZYjPtJNJ+DZUh0ZE8R0dtXShcy32d7eXPxyZXfWtC46wekV+LjEdyqEfYShzXLLLZ0seitpC47gc+n0D4ahWDTiW7SUZLXNKaC1a0K6nt5byIJFf9KkI5UEhBAwqVQIU9b1kgBV9im091R42MwpAvNr93m6ZyA5L7Jia04S/0B9ZYITPGdPX2grJAZJfVOeYQTjIUpgkSm0A8zQIBUJTqUp2JvjNRnvoTyzI21gKLCCzhbcb5Urfe2zXftWZlPdZj3pOPJaIjEFPNjU6U43XWay1kla0mtgdnIjK4SSMVIYwaoNdzS+9EEMATX0wwJ5O+Q8n0/NOq7/K5DrUpvwcInhC/u3nHZ8j782EPKtFqHYSyrhs7MCNPIUyXhbTOmCKoESHdTDWsFkbbiV2R3YvtpPwSJUdu7bt7wD2aU5TZzQ21YeB9sSP0viFJckHRM5YPaakkVAq4qjKh/DxWrWWzRltbFUfCv65MrtYHSqUtTxygOZdSP0yXtZa1FzbQJL0zBFlau/t9OJINie5fsUoyZq0W4iiog7hrzdMsA4dMODh2NULIk7Tl1qR2d1ybBTfTUEo2PPDM93Vpz34AQJ/VSbSXxsVgGoXCfJ2w1WRfqjM3wbNPj3Gx5kBBA9ZMnjpa6Q4AGVQNZjQc1OQ1AMjAf8tQO1TvKDEA8c+V7eIhElLm9ELrXuxzrRKhCrBm0g1YcRob9s0cm+ae2ltUb296WCiilNQklgdA8z65nKK+/Rk3NbyAFYEnBvqBaSWWZXTwHh+MFILpnO7w59ANV/z/dDa1SxdRNhR6vNER+nzy0w9CYqKuLanyQ1bsQUx3hB/cSiIKSVvQ1SlctxqmDpS7ui1Btw2euZIA7gDW4bu3Kr7yHtmeAc/vY5gzjB10/GSYasON8Q2Q1+HHYO60vakkXGZ7QeWEi/uyE505EQ078GOFRJc7pwklYnCj6UbzKlcj7Kt4SqyrUNne6ykX641O4buAhZStOxsI9NpKzBJpr5O+90OLEEZ/VNbEALdgqWs602sLHwdm1negRdk0dX7N9AQZ4UZWq1IsvtQaTnPVl3ctIQRxyC/SPDyPBSYQBKrNNHQFQvjAAw57C6VtC30V1942PkvZZKRZqdKRXem6upjliSFAhdJfIKXs5HgUVq/7cOiF0VQ+rjASGHO2vRM7EJmtPh4Av2Kl6wo95K3YXeAzbBiEcdWvKRhxyZxUMIyc9fS4NlgsWLpmmEgSg4Ah4aMwLcPr2KLMfoIrfoJi6ZOWhZ3FTFz3enMyKHGTO5paF1xlS5yoEX2j4BXPB5atrUH7/zHUweW14Max+wr8tyuDEIk1Tle4iOfnbqpCDRaZXXV/rVALRrKE1V/pUJwUckEtIsMq5DOpziV7ZZLa4wQb6JSVQ/BgEBhJoJ0aeDKuBQuzoFSV+7FEgDCtmxDx5JX9twGw3Xwz49UxVsCQv+RzZZZTjBc4Dzr+yL5iZuaT8suaCACD/qCR1xR/i5LsQ2elN+khTd4s9mTzP5ZE9pfc5245KVocKHt4waEF9pa1RO+8x5AM12RcjU1BmfI8a+zo0BAs3x/sJnrkAXYEnSBEbZen+k1B4rOWffe6vyRCO1G/jpPLC+w+JnXWm5i1fd6WEmZFjrq02NmbpjP/OlgcRyim3BAUC3LdI0hum5lIgckKnnbKY7GSxn5GaVzT+EVqQpcZZNyBrv9O5ROFHf92yoykDAYkuF2TpnHslF/9Dh2RunQJdJLlkqGLkIeBfK4DQg/WGRsm9+Zz6QBVn8oxVkB10e5W2UterMASwDCuBo2GeNIIsNcwoyypwl73mS2VLlX8EhAPJHwj/W7l9RplogxicRWgUN7Ym3MiinXHOnIWq6BVrDMFgMJtSutS5XLPTShJi1Q43wDhIy/sslIkKZdl7OhxKTVTPr9gXNKZxDZFqmklaehg5aE7iJSaf/Elmwbvlo13nhvsAGtnHhU0UQc/5t3QRzaCPGq9a8aRTNLsEitcXv3i/i8NZ1ezIRTaSYiAQvfH3JsYBFVeLkegCRJvALZpNT8QzRt+xG7rd6HNVyQ/m87j0ex9WcrtnvhDL1Etwbi8Hvh+/qRlvS7mjLbHqkhaq+KSRT8syYsBXp6f+l4VpJMtE9cDZ7WSjp4rM7qG51xMqu83UNDzmHVtREqr7mlhsVIVUZ9TIFZDTUjdiQONWLfkuajEH6QqbEdD3zofPCGu6DV9pkwZwfPxRmCgwbhJ6fx6tdUPDHcE0LzOJxyDZYAjTcgFk8mEU57frTSQzy5u0/mwUzM0Kqpv0lS3LYurazsTUYL7jIrkwVCBT/RWLEwA7dOvyUulnQDcW/ojhE7jHCI5QQYJVZ01cYflatCWVCtdofOOzA4sWr+/u4sJz4NZBzKjQf0sGcNQNgThai2O8b/ple8pYewJ4xeZl471fGYKuv31tIFUnpYOXbqz4T/iqb1RIqHJenffSwqfhtE8sWzb6zIvtcgZ+YcfN+cMf4oyrlabOzoVYR2ZlWKWfKlKIfGpSfmJhzOWzPmYgaZCWB+pKre4UrA/RAtWVXU300AyKGkKyNm5Jw5SlH5c/L9e9rtyxHRfq71VpL1T7be8yfZCmk+dWt0luRdRzFrzy0I4bgv17Bhhu+6MkKmikeRkAkU4kgP9uk37/yoefUB6QghHbhUqrSTZQB47EOY4EU2NScQ0Ckp5WQKRJec6VCfEw3ueKuO45asVa8I4hiaSLNEHaV4sRJn8CO9DI/IGWDWHpbdDM1SpnTW5x2dxPXHsScyWNj71YpB9YD2CgZ2gEl81lyxTCc5YZN9fx/FSOEen7nvPEvpW+zG0WyWYbN12LhS5ATATcjSvE76An/vBBUwfX5b0pybW7m2CzZQdEh5t4gcZnahyWXnk2QxdOXzuBapRwnw5rkkFWsoW7pYQ0hp6l76orSkpoGhw9ZNShB+qBQCpnhM4w/NHWI7YElG2bvvqytP15Sm1R94KlU1P9leKhcFWBLn1EksFnaUdRpFr/sH+MeGmnbNzB6SD0pzhzUDVjH5UMrXzFhqM1xdJCdUOVKKbTQhJkAYqEqnmyOSMcDWZ8CHGR4D4WOnauWtEeuR1l5mosTSuSakGvc58YZOTU7znEfVu24ISnMRaDzhzV5SNmljrnnj2FVYqJSYD1UssrUSNf/asAkLE0aprQoYYhDBNtQc+kB9W08PdnkLOvxF8ZQ1jfZtXcCqKW65XQubtYEFyGWxPLUHBAw1kx5qmNePBUbO8C6WcK8hguSN1myYhdRoCVORCfARbq8ZtO/hJC4L/NbRxy7KKNZW7ErOWF9t5yNDt7MVR6VUk9j6yPEIO/WBrNqCA6hMlv/BGYravwdwwx/ZvrVfjDXCiVqTPDnkcosc3W0qhHN8BU+3IcQ5f6tjHGAJnZHxBtedcwP/+hYrIxva9z+bUDRTbck5j8fRgQnjUA8f7EFPIkpFWpg0PT6fh1Ja+FcLg71x1yT+189IeUtDe8Nu7DDNlZDVMPXK3k7TsFMnSIVRC27AecDzmq/JEMv1E2izSrVY7pZ4X9xC4hNwgkQXzx//91bA8gVZLNVeg9SKL32jd/oCbx109V0zYiTtVA/cG7ihf9gqI4KRVd1ezvCyMsFwO2C5jSmrBsNsmxFhpu8HKlhGBeoj1vzR79JIyYQmkeDukXeeicU3MTDNLFqPFYCu7oWt0A1nt0UvChqZqGfkbISF2M+iIz9CVw92/6KDb');
CREATE TABLE varchar_len (id INTEGER PRIMARY KEY, v5 VARCHAR(5), c10 CHAR(10), n52 NUMERIC(5,2), d102 DECIMAL(10,2));
insert into "varchar_len" ("id", "v5", "c10", "n52", "d102") values
(1, '12345', 'abc', 123.45, 19.9),
(2, '123456', 'abc       ', 123456.789, 0.005),
(3, 'ab     ', '0123456789x', 999.995, 1000000000000),
(4, 'ééééé', '', -0.001, 'abc'),
(5, '😀😀😀😀😀', null, null, 1.2345678901234567e+19);
CREATE TABLE bools (id INTEGER PRIMARY KEY, b BOOLEAN, note TEXT);
insert into "bools" ("id", "b", "note") values
(1, 0, '0'),
(2, 1, '1'),
(3, 'true', '''true'''),
(4, 'false', '''false'''),
(5, 't', '''t'''),
(6, 'f', '''f'''),
(7, 'TRUE', '''TRUE'''),
(8, 'yes', '''yes'''),
(9, 'no', '''no'''),
(10, 'on', '''on'''),
(11, 'off', '''off'''),
(12, 'y', '''y'''),
(13, 'n', '''n'''),
(14, '', ''''''),
(15, null, 'None'),
(16, 2, '2'),
(17, -1, '-1'),
(18, 1, '1.0'),
(19, 0.5, '0.5'),
(20, 0, '''0'''),
(21, 1, '''1'''),
(22, 'maybe', '''maybe'''),
(23, x'01', 'b''\x01'''),
(24, ' true ', ''' true ''');
CREATE TABLE dates (id INTEGER PRIMARY KEY, at DATETIME, note TEXT);
insert into "dates" ("id", "at", "note") values
(1, '2024-02-29T12:34:56Z', 'str ''2024-02-29T12:34:56Z'''),
(2, '2024-02-29T12:34:56.789+02:00', 'str ''2024-02-29T12:34:56.789+02:00'''),
(3, '2024-02-29 12:34:56', 'str ''2024-02-29 12:34:56'''),
(4, '2024-02-29 12:34:56.123456789', 'str ''2024-02-29 12:34:56.123456789'''),
(5, '2024-02-29', 'str ''2024-02-29'''),
(6, '2024-02-29T12:34Z', 'str ''2024-02-29T12:34Z'''),
(7, '20240229T123456Z', 'str ''20240229T123456Z'''),
(8, 1709210096, 'int 1709210096'),
(9, 1709210096789, 'int 1709210096789'),
(10, 1709210096789123, 'int 1709210096789123'),
(11, 1709210096.789, 'float 1709210096.789'),
(12, 2460370.02426, 'float 2460370.02426'),
(13, -1, 'int -1'),
(14, 0, 'int 0'),
(15, 1709210096, 'str ''1709210096'''),
(16, '0000-00-00 00:00:00', 'str ''0000-00-00 00:00:00'''),
(17, '2023-02-30 10:00:00', 'str ''2023-02-30 10:00:00'''),
(18, '2024-03-31 02:30:00', 'str ''2024-03-31 02:30:00'''),
(19, '2024-02-29 24:00:00', 'str ''2024-02-29 24:00:00'''),
(20, '2024-02-29 23:59:60', 'str ''2024-02-29 23:59:60'''),
(21, '12/31/2023', 'str ''12/31/2023'''),
(22, '31.12.2023', 'str ''31.12.2023'''),
(23, 'Feb 29 2024', 'str ''Feb 29 2024'''),
(24, 'garbage', 'str ''garbage'''),
(25, '', 'str '''''),
(26, null, 'NoneType None'),
(27, 'now', 'str ''now'''),
(28, 'today', 'str ''today'''),
(29, 'infinity', 'str ''infinity'''),
(30, 'epoch', 'str ''epoch'''),
(31, '9999-12-31 23:59:59', 'str ''9999-12-31 23:59:59'''),
(32, '10000-01-01', 'str ''10000-01-01'''),
(33, '294277-01-01', 'str ''294277-01-01'''),
(34, '-0044-03-15', 'str ''-0044-03-15'''),
(35, '0001-01-01 00:00:00', 'str ''0001-01-01 00:00:00'''),
(36, 253402300800000, 'int 253402300800000'),
(37, '2024-02-29 12:34:56 America/New_York', 'str ''2024-02-29 12:34:56 America/New_York'''),
(38, '2024-02-29 12:34:56 PST', 'str ''2024-02-29 12:34:56 PST'''),
(39, '2024-2-9 1:2:3', 'str ''2024-2-9 1:2:3'''),
(40, x'323032342d30312d3031', 'bytes b''2024-01-01'''),
(41, '2024-02-29T12:34:56.123456+00:00[UTC]', 'str ''2024-02-29T12:34:56.123456+00:00[UTC]''');
CREATE TABLE date_time (id INTEGER PRIMARY KEY, d DATE, t TIME, ts TIMESTAMP, dur TEXT);
insert into "date_time" ("id", "d", "t", "ts", "dur") values
(1, '2024-02-29', '12:34:56', '2024-02-29 12:34:56', '01:30:00'),
(2, '2024-02-29 23:59:59', '12:34', 1709210096, '90 minutes'),
(3, 19782, '25:00', 1709210096789, 'PT1H30M'),
(4, 20240229, '12:34:56.789+02', '2024-02-29T12:34:56.789Z', '5400'),
(5, '1900-02-29', '24:00:00', '', '-00:01');
CREATE TABLE prisma_like ("id" TEXT NOT NULL PRIMARY KEY, "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, "updatedAt" DATETIME NOT NULL, "isActive" BOOLEAN NOT NULL DEFAULT true, "meta" JSONB, "price" DECIMAL NOT NULL DEFAULT 0, "big" BIGINT);
insert into "prisma_like" ("id", "createdAt", "updatedAt", "isActive", "meta", "price", "big") values
('c1', 1709210096789, 1709210096789, 1, '{"a": 1}', 10.5, 9007199254740993),
('c2', '2024-02-29 12:34:56', 1709210096789, 0, null, 10, -1),
('c3', '2024-02-29T12:34:56.789+00:00', '2024-02-29T12:34:56.789Z', 1, '[]', 10.5, 9223372036854775807);
CREATE TABLE jsons (id INTEGER PRIMARY KEY, j JSON, note TEXT);
insert into "jsons" ("id", "j", "note") values
(1, '{"a":1}', null),
(2, '{"a":1,"a":2}', null),
(3, '{"n":12345678901234567890123,"e":1e400,"d":0.10}', null),
(4, '{"z":"\u0000"}', null),
(5, '{"s":"\ud800"}', null),
(6, '{"ok":"\ud83d\ude00"}', null),
(7, '{''a'':1}', null),
(8, '{a:1}', null),
(9, '{"a":1,}', null),
(10, '{"a":NaN}', null),
(11, '', null),
(12, 'null', null),
(13, null, null),
(14, '"str"', null),
(15, 42, null),
(16, '[1,2', null),
(17, '{"a":1} x', null),
(18, cast(x'efbbbf7b7d' as text), null),
(19, '{ "b" : 1 , "a" : 2 }', null),
(20, replace(hex(zeroblob(4500)),'0','[')||replace(hex(zeroblob(4500)),'0',']'), null),
(21, '{"e":1e200000}', null),
(22, cast(x'7b22726177223a227461620968657265227d' as text), null),
(23, '{"k":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}', null),
(24, x'7b22626c6f62223a747275657d', null),
(25, '{"a":-0}', null),
(26, '{"":1}', null);
CREATE TABLE decimals (id INTEGER PRIMARY KEY, as_text TEXT, as_decimal DECIMAL(20,4), as_money MONEY);
insert into "decimals" ("id", "as_text", "as_decimal", "as_money") values
(1, '10.50', 10.5, 10.5),
(2, '0.10', 0.1, 0.1),
(3, '12345678901234567890.123456789', 1.2345678901234567e+19, 1.2345678901234567e+19),
(4, '1,234.56', '1,234.56', '1,234.56'),
(5, '1.234,56', '1.234,56', '1.234,56'),
(6, '$9.99', '$9.99', '$9.99'),
(7, '1.5e3', 1500, 1500),
(8, 'NaN', 'NaN', 'NaN'),
(9, 'Infinity', 'Infinity', 'Infinity'),
(10, '', '', ''),
(11, null, null, null),
(12, '0.1000000000000000055511151231257827', 0.1, 0.1),
(13, '-0', 0, 0),
(14, '+5', 5, 5),
(15, '.5', 0.5, 0.5),
(16, '5.', 5, 5),
(17, '00012', 12, 12);
CREATE TABLE uuids (id TEXT PRIMARY KEY, u, note TEXT);
insert into "uuids" ("id", "u", "note") values
('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'canonical'),
('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'upper: SAME uuid as row 1 -> duplicate key'),
('{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', 'braces: same uuid'),
('a0eebc999c0b4ef8bb6d6bb9bd380a11', 'a0eebc999c0b4ef8bb6d6bb9bd380a11', 'no hyphens: same uuid'),
('urn:uuid:a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'urn:uuid:a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'PostgreSQL refuses'),
('not-a-uuid', x'a0eebc999c0b4ef8bb6d6bb9bd380a11', '16 byte blob'),
('x2', x'99bceea00b9cf84ebb6d6bb9bd380a11', 'blob, .NET byte order (cannot be told apart)'),
('x3', '', 'empty'),
('x4', null, 'NULL'),
('x5', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1', 'too short'),
('clh3k2j0x0000qz', 'clh3k2j0x0000qz', 'cuid, no uuid');
CREATE TABLE enumish (id INTEGER PRIMARY KEY, status TEXT CHECK (status <> 'x'), tags TEXT, ip TEXT);
insert into "enumish" ("id", "status", "tags", "ip") values
(1, 'active', 'a,b,c', '10.0.0.1'),
(2, 'ACTIVE', '["a","b"]', '::1'),
(3, 'Active ', '{a,b}', '10.0.0.256'),
(4, '', '', ''),
(5, null, null, null),
(6, 'deleted', 'a,"b,c"', '10.0.0.0/8');
CREATE TABLE "order" ("select" INTEGER PRIMARY KEY, "from" TEXT, "user" TEXT, "table" TEXT, "where" TEXT, "primary" TEXT, "end" TEXT, "default" TEXT, "offset" INTEGER, "window" TEXT);
insert into "order" ("select", "from", "user", "table", "where", "primary", "end", "default", "offset", "window") values
(1, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 1, 'h'),
(2, null, 'u2', null, null, null, null, null, null, null);
CREATE TABLE "user" (id INTEGER PRIMARY KEY, "group" TEXT, "order" INTEGER REFERENCES "order"("select"));
insert into "user" ("id", "group", "order") values
(1, 'admin', 1),
(2, 'guest', null);
CREATE TABLE "select" ("order" INTEGER PRIMARY KEY, "group by" TEXT);
insert into "select" ("order", "group by") values
(1, 'x');
CREATE TABLE "timestamp" ("date" TEXT, "time" TEXT, "interval" TEXT, "json" TEXT, "point" TEXT);
insert into "timestamp" ("date", "time", "interval", "json", "point") values
('2024-01-01', '12:00', '1 day', '{}', '(1,2)');
CREATE TABLE "PracticeSession" ("id" TEXT PRIMARY KEY, "studentId" TEXT NOT NULL REFERENCES "Student"("id"), "startedAt" DATETIME, "scorePct" REAL);
insert into "PracticeSession" ("id", "studentId", "startedAt", "scorePct") values
('p1', 's1', 1709210096789, 0.5),
('p2', 's2', null, null);
CREATE TABLE "Student" ("id" TEXT PRIMARY KEY, "fullName" TEXT, "eMail" TEXT);
insert into "Student" ("id", "fullName", "eMail") values
('s1', 'Ann', 'a@x.org'),
('s2', 'Bob', 'b@x.org');
CREATE TABLE "UserRole" ("userId" INTEGER, "user_id" INTEGER, "UserID2" INTEGER, PRIMARY KEY ("userId"));
insert into "UserRole" ("userId", "user_id", "UserID2") values
(1, 100, 7);
CREATE TABLE "user_role" (id INTEGER PRIMARY KEY);
insert into "user_role" ("id") values
(1);
CREATE TABLE "weird %s :name ""q"" %(x)s ? $1 \ 's {0} 100%" (id INTEGER PRIMARY KEY, "col with space" TEXT, "per%cent" TEXT, ":colon" TEXT, "quo""te" TEXT, "a.b.c" TEXT, "1st" TEXT, "ünïcödé 😀" TEXT, "semi;drop table x;--" TEXT, "tab	newline
" TEXT, "back`tick" TEXT, "[bracket]" TEXT);
insert into "weird %s :name ""q"" %(x)s ? $1 \ 's {0} 100%" ("id", "col with space", "per%cent", ":colon", "quo""te", "a.b.c", "1st", "ünïcödé 😀", "semi;drop table x;--", "tab	newline
", "back`tick", "[bracket]") values
(1, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'),
(2, null, null, null, null, null, null, null, null, null, null, null);
CREATE TABLE "table/with/slashes.csv" (pk TEXT PRIMARY KEY, "content.type" TEXT);
insert into "table/with/slashes.csv" ("pk", "content.type") values
('3', 'x');
CREATE TABLE "Ärger" (id INTEGER PRIMARY KEY, "Größe" REAL);
insert into "Ärger" ("id", "Größe") values
(1, 1.8);
CREATE TABLE "ärger" (id INTEGER PRIMARY KEY);
insert into "ärger" ("id") values
(1);
CREATE TABLE "a_very_long_identifier_that_goes_beyond_the_postgresql_limit_of_63_table_A" (id INTEGER PRIMARY KEY, "a_very_long_identifier_that_goes_beyond_the_postgresql_limit_of_63_col_A" TEXT, "a_very_long_identifier_that_goes_beyond_the_postgresql_limit_of_63_col_B" TEXT);
insert into "a_very_long_identifier_that_goes_beyond_the_postgresql_limit_of_63_table_A" ("id", "a_very_long_identifier_that_goes_beyond_the_postgresql_limit_of_63_col_A", "a_very_long_identifier_that_goes_beyond_the_postgresql_limit_of_63_col_B") values
(1, 'a', 'b');
CREATE TABLE "a_very_long_identifier_that_goes_beyond_the_postgresql_limit_of_63_table_B" (id INTEGER PRIMARY KEY, x TEXT);
insert into "a_very_long_identifier_that_goes_beyond_the_postgresql_limit_of_63_table_B" ("id", "x") values
(1, 'y'),
(2, 'z');
CREATE TABLE "long multibyte" (id INTEGER PRIMARY KEY, "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüxy" TEXT, "xüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüy" TEXT);
insert into "long multibyte" ("id", "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüxy", "xüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüy") values
(1, 'a', 'b');
CREATE TABLE sys_cols (id INTEGER PRIMARY KEY, ctid TEXT, xmin INTEGER, oid INTEGER, tableoid TEXT, "_rowid_" TEXT, rowid TEXT);
insert into "sys_cols" ("id", "ctid", "xmin", "oid", "tableoid", "_rowid_", "rowid") values
(2, 'b', 2, 78, null, null, null),
(1, 'a', 1, 77, 't', 'r', 'shadow');
CREATE TABLE "rowid_hidden" (rowid TEXT, oid TEXT, _rowid_ TEXT, v INTEGER);
insert into "rowid_hidden" ("rowid", "oid", "_rowid_", "v") values
(null, null, null, 3),
('z', 'y', 'x', 1),
('z', 'y', 'x', 2);
CREATE TABLE "empty name" ("" TEXT, b TEXT);
insert into "empty name" ("", "b") values
('a', 'b');
CREATE TABLE comp_pk (b TEXT, a INTEGER, c TEXT, v TEXT, PRIMARY KEY (c, a, b));
insert into "comp_pk" ("b", "a", "c", "v") values
('a', 1, 'p', 'a1p'),
('a', 1, 'q', 'a1q'),
('a', 2, 'p', 'a2p'),
('a', 2, 'q', 'a2q'),
('a', 10, 'p', 'a10p'),
('a', 10, 'q', 'a10q'),
('b', 1, 'p', 'b1p'),
('b', 1, 'q', 'b1q'),
('b', 2, 'p', 'b2p'),
('b', 2, 'q', 'b2q'),
('b', 10, 'p', 'b10p'),
('b', 10, 'q', 'b10q');
CREATE TABLE comp_child (id INTEGER PRIMARY KEY, c TEXT, a INTEGER, b TEXT, FOREIGN KEY (c, a, b) REFERENCES comp_pk (c, a, b) ON DELETE CASCADE ON UPDATE NO ACTION);
insert into "comp_child" ("id", "c", "a", "b") values
(1, 'p', 1, 'a'),
(2, 'q', 10, 'b'),
(3, 'p', null, 'a'),
(4, null, null, null);
CREATE TABLE wo_rowid (k TEXT, n INTEGER, v BLOB, PRIMARY KEY (k, n DESC)) WITHOUT ROWID;
insert into "wo_rowid" ("k", "n", "v") values
('a', 2, x'79'),
('a', 1, x'78'),
('b', 1, null);
CREATE TABLE no_pk (a INTEGER, b TEXT);
insert into "no_pk" ("a", "b") values
(1, 'x'),
(1, 'x'),
(1, 'x'),
(null, null),
(null, null),
(2, 'y');
CREATE TABLE autoinc (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT);
insert into "autoinc" ("id", "v") values
(1, 'a'),
(5, 'b'),
(100, 'c');
CREATE TABLE seq_negative (id INTEGER PRIMARY KEY, v TEXT);
insert into "seq_negative" ("id", "v") values
(-5, 'n'),
(0, 'z'),
(9223372036854775807, 'max rowid: nextval would overflow');
CREATE TABLE autoinc_empty (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT);
CREATE TABLE tree (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES tree(id), name TEXT);
insert into "tree" ("id", "parent_id", "name") values
(1, 5, 'child before its parent'),
(2, 1, 'x'),
(3, 3, 'its own parent'),
(5, null, 'root'),
(6, 7, 'loop a'),
(7, 6, 'loop b');
CREATE TABLE dept (id INTEGER PRIMARY KEY, name TEXT, boss_id INTEGER NOT NULL REFERENCES emp(id));
insert into "dept" ("id", "name", "boss_id") values
(1, 'A', 1),
(2, 'B', 2);
CREATE TABLE emp (id INTEGER PRIMARY KEY, name TEXT, dept_id INTEGER NOT NULL REFERENCES dept(id) DEFERRABLE INITIALLY DEFERRED);
insert into "emp" ("id", "name", "dept_id") values
(1, 'Ann', 1),
(2, 'Bob', 2),
(3, 'Cyd', 1);
CREATE TABLE orphan_parent (id INTEGER PRIMARY KEY);
insert into "orphan_parent" ("id") values
(1),
(2);
CREATE TABLE orphan_child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES orphan_parent(id) ON DELETE SET NULL, gone INTEGER REFERENCES dropped_table(id));
insert into "orphan_child" ("id", "parent_id", "gone") values
(1, 1, null),
(2, 99, null),
(3, 100, 5),
(4, null, null);
CREATE TABLE fk_odd_parent (code TEXT, num INTEGER, name TEXT);
insert into "fk_odd_parent" ("code", "num", "name") values
('1', 1, 'one'),
('2', 2, 'two');
CREATE TABLE fk_odd (id INTEGER PRIMARY KEY, code INTEGER REFERENCES fk_odd_parent(code), num TEXT REFERENCES fk_odd_parent(num), imp INTEGER REFERENCES autoinc);
insert into "fk_odd" ("id", "code", "num", "imp") values
(1, 1, '1', 1),
(2, 2, '2', 5);
CREATE TABLE merge_contacts (email TEXT, name TEXT, phone TEXT, updated TEXT);
insert into "merge_contacts" ("email", "name", "phone", "updated") values
('a@x.org', 'Ann', null, '2024-01-01'),
('A@X.org', 'Ann B.', '1', '2024-02-01'),
(' a@x.org', 'ann', '2', null),
('b@x.org', 'Bob', '3', '2024-01-01'),
('b@x.org', 'Bob', '3', '2024-01-01'),
(null, 'no mail', '4', null),
('', 'empty mail', '5', null),
('b@x.org', 'Robert', null, '2023-01-01'),
('existing@x.org', 'already in the target', '6', '2024-01-01');
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
insert into "customers" ("id", "name") values
(1, 'from sqlite 1'),
(2, 'from sqlite 2'),
(3, 'only in sqlite');
CREATE TABLE report_view (id INTEGER PRIMARY KEY, v TEXT);
insert into "report_view" ("id", "v") values
(1, 'I am a table here, a view in the target');
CREATE TABLE uq_nocase (id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE, r TEXT COLLATE RTRIM);
insert into "uq_nocase" ("id", "name", "r") values
(1, 'Anna', 'x'),
(2, 'ÄRGER', 'x  '),
(3, 'ärger', null),
(4, null, null),
(5, null, null);
CREATE TABLE idx_zoo (id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c TEXT, deleted INTEGER DEFAULT 0);
insert into "idx_zoo" ("id", "a", "b", "c", "deleted") values
(1, 1, 'B1', null, 1),
(2, 2, 'B2', null, 0),
(3, 0, 'B3', null, 1),
(4, 1, 'B0', null, 0),
(5, 2, 'B1', 'c5', 1),
(6, 0, 'B2', null, 0),
(7, 1, 'B3', null, 1),
(8, 2, 'B0', null, 0),
(9, 0, 'B1', null, 1),
(10, 1, 'B2', 'c10', 0),
(11, 2, 'B3', null, 1),
(12, 0, 'B0', null, 0),
(13, 1, 'B1', null, 1),
(14, 2, 'B2', null, 0),
(15, 0, 'B3', 'c15', 1),
(16, 1, 'B0', null, 0),
(17, 2, 'B1', null, 1),
(18, 0, 'B2', null, 0),
(19, 1, 'B3', null, 1),
(20, 2, 'B0', 'c20', 0),
(21, 0, 'B1', null, 1),
(22, 1, 'B2', null, 0),
(23, 2, 'B3', null, 1),
(24, 0, 'B0', null, 0),
(25, 1, 'B1', 'c25', 1),
(26, 2, 'B2', null, 0),
(27, 0, 'B3', null, 1),
(28, 1, 'B0', null, 0),
(29, 2, 'B1', null, 1),
(30, 0, 'B2', 'c30', 0),
(31, 1, 'B3', null, 1),
(32, 2, 'B0', null, 0),
(33, 0, 'B1', null, 1),
(34, 1, 'B2', null, 0),
(35, 2, 'B3', 'c35', 1),
(36, 0, 'B0', null, 0),
(37, 1, 'B1', null, 1),
(38, 2, 'B2', null, 0),
(39, 0, 'B3', null, 1),
(40, 1, 'B0', 'c40', 0);
CREATE TABLE checks (id INTEGER PRIMARY KEY, n INTEGER CHECK (typeof(n) = 'integer'), s TEXT CHECK (s GLOB '[A-Z]*' AND length(s) < 10), j TEXT CHECK (j IS NULL OR json_valid(j)), f TEXT CHECK (f IN ("yes", 'no')), UNIQUE (n, s) ON CONFLICT REPLACE);
insert into "checks" ("id", "n", "s", "j", "f") values
(1, 1, 'ABC', '{}', 'yes'),
(2, 2, null, null, null);
CREATE TABLE defaults (id INTEGER PRIMARY KEY, a DATETIME DEFAULT CURRENT_TIMESTAMP, b TEXT DEFAULT (datetime('now','localtime')), c TEXT DEFAULT "double quoted", d BLOB DEFAULT x'00ff', e INTEGER DEFAULT (1+1), f TEXT DEFAULT '', g TEXT DEFAULT NULL, h BOOLEAN DEFAULT TRUE, i TEXT DEFAULT (lower(hex(randomblob(4)))), j TEXT DEFAULT 'it''s', k REAL DEFAULT 1e3, l TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')));
insert into "defaults" ("id", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l") values
(1, '2024-01-01 00:00:00', '2024-01-01 01:00:00', 'double quoted', x'00ff', 2, '', null, 1, 'deadbeef', 'it''s', 1000.0, '2024-01-01 00:00:00.000');
CREATE TABLE gen (id INTEGER PRIMARY KEY, w REAL, h REAL, area REAL GENERATED ALWAYS AS (w*h) STORED, label TEXT GENERATED ALWAYS AS (printf('%.1f x %.1f', w, h)) VIRTUAL, up TEXT AS (upper(label)) VIRTUAL, tail TEXT);
insert into "gen" ("id", "w", "h", "tail") values
(1, 2.0, 3.0, 't'),
(2, 1.5, null, 'u'),
(3, 'x', 2.0, 'text in REAL');
CREATE TABLE empty_table (id INTEGER PRIMARY KEY, x TEXT);
CREATE TABLE one_col (x TEXT);
insert into "one_col" ("x") values
('a'),
(null),
('');
CREATE TABLE one_col_pk (id INTEGER PRIMARY KEY);
insert into "one_col_pk" ("id") values
(1),
(3),
(7);
CREATE TABLE wide_200 (id INTEGER PRIMARY KEY, c001 INTEGER, c002 TEXT, c003 REAL, c004 BLOB, c005 DATETIME, c006 INTEGER, c007 TEXT, c008 REAL, c009 BLOB, c010 DATETIME, c011 INTEGER, c012 TEXT, c013 REAL, c014 BLOB, c015 DATETIME, c016 INTEGER, c017 TEXT, c018 REAL, c019 BLOB, c020 DATETIME, c021 INTEGER, c022 TEXT, c023 REAL, c024 BLOB, c025 DATETIME, c026 INTEGER, c027 TEXT, c028 REAL, c029 BLOB, c030 DATETIME, c031 INTEGER, c032 TEXT, c033 REAL, c034 BLOB, c035 DATETIME, c036 INTEGER, c037 TEXT, c038 REAL, c039 BLOB, c040 DATETIME, c041 INTEGER, c042 TEXT, c043 REAL, c044 BLOB, c045 DATETIME, c046 INTEGER, c047 TEXT, c048 REAL, c049 BLOB, c050 DATETIME, c051 INTEGER, c052 TEXT, c053 REAL, c054 BLOB, c055 DATETIME, c056 INTEGER, c057 TEXT, c058 REAL, c059 BLOB, c060 DATETIME, c061 INTEGER, c062 TEXT, c063 REAL, c064 BLOB, c065 DATETIME, c066 INTEGER, c067 TEXT, c068 REAL, c069 BLOB, c070 DATETIME, c071 INTEGER, c072 TEXT, c073 REAL, c074 BLOB, c075 DATETIME, c076 INTEGER, c077 TEXT, c078 REAL, c079 BLOB, c080 DATETIME, c081 INTEGER, c082 TEXT, c083 REAL, c084 BLOB, c085 DATETIME, c086 INTEGER, c087 TEXT, c088 REAL, c089 BLOB, c090 DATETIME, c091 INTEGER, c092 TEXT, c093 REAL, c094 BLOB, c095 DATETIME, c096 INTEGER, c097 TEXT, c098 REAL, c099 BLOB, c100 DATETIME, c101 INTEGER, c102 TEXT, c103 REAL, c104 BLOB, c105 DATETIME, c106 INTEGER, c107 TEXT, c108 REAL, c109 BLOB, c110 DATETIME, c111 INTEGER, c112 TEXT, c113 REAL, c114 BLOB, c115 DATETIME, c116 INTEGER, c117 TEXT, c118 REAL, c119 BLOB, c120 DATETIME, c121 INTEGER, c122 TEXT, c123 REAL, c124 BLOB, c125 DATETIME, c126 INTEGER, c127 TEXT, c128 REAL, c129 BLOB, c130 DATETIME, c131 INTEGER, c132 TEXT, c133 REAL, c134 BLOB, c135 DATETIME, c136 INTEGER, c137 TEXT, c138 REAL, c139 BLOB, c140 DATETIME, c141 INTEGER, c142 TEXT, c143 REAL, c144 BLOB, c145 DATETIME, c146 INTEGER, c147 TEXT, c148 REAL, c149 BLOB, c150 DATETIME, c151 INTEGER, c152 TEXT, c153 REAL, c154 BLOB, c155 DATETIME, c156 INTEGER, c157 TEXT, c158 REAL, c159 BLOB, c160 DATETIME, c161 INTEGER, c162 TEXT, c163 REAL, c164 BLOB, c165 DATETIME, c166 INTEGER, c167 TEXT, c168 REAL, c169 BLOB, c170 DATETIME, c171 INTEGER, c172 TEXT, c173 REAL, c174 BLOB, c175 DATETIME, c176 INTEGER, c177 TEXT, c178 REAL, c179 BLOB, c180 DATETIME, c181 INTEGER, c182 TEXT, c183 REAL, c184 BLOB, c185 DATETIME, c186 INTEGER, c187 TEXT, c188 REAL, c189 BLOB, c190 DATETIME, c191 INTEGER, c192 TEXT, c193 REAL, c194 BLOB, c195 DATETIME, c196 INTEGER, c197 TEXT, c198 REAL, c199 BLOB, c200 DATETIME);
insert into "wide_200" ("id", "c001", "c002", "c003", "c004", "c005", "c006", "c007", "c008", "c009", "c010", "c011", "c012", "c013", "c014", "c015", "c016", "c017", "c018", "c019", "c020", "c021", "c022", "c023", "c024", "c025", "c026", "c027", "c028", "c029", "c030", "c031", "c032", "c033", "c034", "c035", "c036", "c037", "c038", "c039", "c040", "c041", "c042", "c043", "c044", "c045", "c046", "c047", "c048", "c049", "c050", "c051", "c052", "c053", "c054", "c055", "c056", "c057", "c058", "c059", "c060", "c061", "c062", "c063", "c064", "c065", "c066", "c067", "c068", "c069", "c070", "c071", "c072", "c073", "c074", "c075", "c076", "c077", "c078", "c079", "c080", "c081", "c082", "c083", "c084", "c085", "c086", "c087", "c088", "c089", "c090", "c091", "c092", "c093", "c094", "c095", "c096", "c097", "c098", "c099", "c100", "c101", "c102", "c103", "c104", "c105", "c106", "c107", "c108", "c109", "c110", "c111", "c112", "c113", "c114", "c115", "c116", "c117", "c118", "c119", "c120", "c121", "c122", "c123", "c124", "c125", "c126", "c127", "c128", "c129", "c130", "c131", "c132", "c133", "c134", "c135", "c136", "c137", "c138", "c139", "c140", "c141", "c142", "c143", "c144", "c145", "c146", "c147", "c148", "c149", "c150", "c151", "c152", "c153", "c154", "c155", "c156", "c157", "c158", "c159", "c160", "c161", "c162", "c163", "c164", "c165", "c166", "c167", "c168", "c169", "c170", "c171", "c172", "c173", "c174", "c175", "c176", "c177", "c178", "c179", "c180", "c181", "c182", "c183", "c184", "c185", "c186", "c187", "c188", "c189", "c190", "c191", "c192", "c193", "c194", "c195", "c196", "c197", "c198", "c199", "c200") values
(1, 0, 'text 1 ü', null, null, '2024-01-01 00:00:00', 5, 'text 6 ü', 1.0, x'080808', '2024-01-01 00:00:00', 10, null, 1.7142857142857142, x'0d0d0d', '2024-01-01 00:00:00', 15, 'text 16 ü', 2.4285714285714284, x'121212', '2024-01-01 00:00:00', null, null, 3.142857142857143, x'171717', '2024-01-01 00:00:00', 25, 'text 26 ü', 3.857142857142857, x'1c1c1c', null, 30, null, 4.571428571428571, x'212121', '2024-01-01 00:00:00', null, 'text 36 ü', 5.285714285714286, x'262626', '2024-01-01 00:00:00', 40, 'text 41 ü', 6.0, x'2b2b2b', '2024-01-01 00:00:00', null, 'text 46 ü', 6.714285714285714, x'303030', '2024-01-01 00:00:00', 50, 'text 51 ü', 7.428571428571429, x'353535', '2024-01-01 00:00:00', 55, 'text 56 ü', 8.142857142857142, x'3a3a3a', '2024-01-01 00:00:00', 60, 'text 61 ü', 8.857142857142858, x'3f3f3f', '2024-01-01 00:00:00', null, 'text 66 ü', 9.571428571428571, x'444444', '2024-01-01 00:00:00', 70, 'text 71 ü', 10.285714285714286, x'494949', '2024-01-01 00:00:00', 75, 'text 76 ü', 11.0, x'4e4e4e', '2024-01-01 00:00:00', 80, null, 11.714285714285714, x'535353', '2024-01-01 00:00:00', null, 'text 86 ü', null, x'585858', '2024-01-01 00:00:00', 90, 'text 91 ü', null, x'5d5d5d', '2024-01-01 00:00:00', 95, 'text 96 ü', 13.857142857142858, x'626262', '2024-01-01 00:00:00', null, 'text 101 ü', null, x'676767', null, 105, null, 15.285714285714286, null, '2024-01-01 00:00:00', 110, null, null, x'717171', '2024-01-01 00:00:00', null, 'text 116 ü', null, null, '2024-01-01 00:00:00', 120, 'text 121 ü', null, x'7b7b7b', null, 125, 'text 126 ü', 18.142857142857142, x'808080', '2024-01-01 00:00:00', 130, 'text 131 ü', 18.857142857142858, x'858585', '2024-01-01 00:00:00', 135, null, 19.571428571428573, x'8a8a8a', null, 140, 'text 141 ü', 20.285714285714285, null, '2024-01-01 00:00:00', 145, 'text 146 ü', 21.0, null, '2024-01-01 00:00:00', null, null, null, null, null, 155, 'text 156 ü', 22.428571428571427, x'9e9e9e', '2024-01-01 00:00:00', 160, 'text 161 ü', 23.142857142857142, x'a3a3a3', '2024-01-01 00:00:00', 165, 'text 166 ü', 23.857142857142858, x'a8a8a8', '2024-01-01 00:00:00', null, null, 24.571428571428573, null, '2024-01-01 00:00:00', 175, null, null, x'b2b2b2', '2024-01-01 00:00:00', 180, 'text 181 ü', 26.0, x'b7b7b7', '2024-01-01 00:00:00', 185, 'text 186 ü', 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', 190, null, 27.428571428571427, x'c1c1c1', null, null, 'text 196 ü', 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(2, 0, 'text 1 ü', 0.2857142857142857, x'030303', null, 10, null, 1.0, x'080808', '2024-01-01 00:00:00', null, 'text 11 ü', 1.7142857142857142, x'0d0d0d', '2024-01-01 00:00:00', 30, null, 2.4285714285714284, x'121212', '2024-01-01 00:00:00', null, 'text 21 ü', null, x'171717', '2024-01-01 00:00:00', 50, 'text 26 ü', 3.857142857142857, null, null, null, 'text 31 ü', 4.571428571428571, x'212121', '2024-01-01 00:00:00', null, 'text 36 ü', 5.285714285714286, x'262626', '2024-01-01 00:00:00', 80, 'text 41 ü', 6.0, x'2b2b2b', '2024-01-01 00:00:00', 90, 'text 46 ü', 6.714285714285714, x'303030', '2024-01-01 00:00:00', 100, 'text 51 ü', 7.428571428571429, x'353535', '2024-01-01 00:00:00', 110, 'text 56 ü', 8.142857142857142, x'3a3a3a', null, 120, 'text 61 ü', null, x'3f3f3f', null, null, 'text 66 ü', 9.571428571428571, x'444444', null, 140, 'text 71 ü', 10.285714285714286, x'494949', '2024-01-01 00:00:00', 150, null, 11.0, x'4e4e4e', '2024-01-01 00:00:00', null, 'text 81 ü', 11.714285714285714, x'535353', '2024-01-01 00:00:00', 170, 'text 86 ü', 12.428571428571429, x'585858', '2024-01-01 00:00:00', 180, null, 13.142857142857142, null, '2024-01-01 00:00:00', 190, null, 13.857142857142858, x'626262', '2024-01-01 00:00:00', 200, 'text 101 ü', 14.571428571428571, x'676767', '2024-01-01 00:00:00', 210, 'text 106 ü', 15.285714285714286, x'6c6c6c', '2024-01-01 00:00:00', 220, 'text 111 ü', 16.0, x'717171', '2024-01-01 00:00:00', 230, null, 16.714285714285715, x'767676', '2024-01-01 00:00:00', 240, 'text 121 ü', null, x'7b7b7b', '2024-01-01 00:00:00', 250, 'text 126 ü', 18.142857142857142, null, '2024-01-01 00:00:00', 260, null, 18.857142857142858, x'858585', null, 270, null, 19.571428571428573, x'8a8a8a', '2024-01-01 00:00:00', 280, 'text 141 ü', 20.285714285714285, x'8f8f8f', null, null, 'text 146 ü', 21.0, x'949494', '2024-01-01 00:00:00', 300, 'text 151 ü', 21.714285714285715, x'999999', '2024-01-01 00:00:00', null, null, 22.428571428571427, null, '2024-01-01 00:00:00', 320, 'text 161 ü', 23.142857142857142, x'a3a3a3', '2024-01-01 00:00:00', null, null, 23.857142857142858, x'a8a8a8', '2024-01-01 00:00:00', null, 'text 171 ü', 24.571428571428573, x'adadad', '2024-01-01 00:00:00', 350, 'text 176 ü', 25.285714285714285, x'b2b2b2', '2024-01-01 00:00:00', 360, 'text 181 ü', 26.0, null, '2024-01-01 00:00:00', 370, 'text 186 ü', 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', 380, null, 27.428571428571427, x'c1c1c1', '2024-01-01 00:00:00', 390, 'text 196 ü', 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(3, 0, 'text 1 ü', 0.2857142857142857, x'030303', null, 15, 'text 6 ü', 1.0, x'080808', null, 30, null, 1.7142857142857142, x'0d0d0d', '2024-01-01 00:00:00', 45, 'text 16 ü', 2.4285714285714284, x'121212', '2024-01-01 00:00:00', null, 'text 21 ü', null, x'171717', '2024-01-01 00:00:00', 75, 'text 26 ü', 3.857142857142857, x'1c1c1c', '2024-01-01 00:00:00', 90, 'text 31 ü', 4.571428571428571, x'212121', '2024-01-01 00:00:00', 105, 'text 36 ü', 5.285714285714286, x'262626', '2024-01-01 00:00:00', 120, 'text 41 ü', 6.0, x'2b2b2b', '2024-01-01 00:00:00', 135, 'text 46 ü', 6.714285714285714, x'303030', null, 150, 'text 51 ü', 7.428571428571429, x'353535', null, 165, null, null, x'3a3a3a', '2024-01-01 00:00:00', 180, 'text 61 ü', 8.857142857142858, x'3f3f3f', '2024-01-01 00:00:00', 195, 'text 66 ü', 9.571428571428571, x'444444', '2024-01-01 00:00:00', null, 'text 71 ü', 10.285714285714286, null, null, 225, 'text 76 ü', 11.0, x'4e4e4e', '2024-01-01 00:00:00', 240, 'text 81 ü', 11.714285714285714, x'535353', '2024-01-01 00:00:00', 255, null, null, x'585858', '2024-01-01 00:00:00', 270, null, 13.142857142857142, x'5d5d5d', '2024-01-01 00:00:00', 285, 'text 96 ü', 13.857142857142858, x'626262', '2024-01-01 00:00:00', 300, 'text 101 ü', 14.571428571428571, x'676767', '2024-01-01 00:00:00', 315, 'text 106 ü', 15.285714285714286, x'6c6c6c', '2024-01-01 00:00:00', 330, 'text 111 ü', 16.0, null, null, 345, null, 16.714285714285715, x'767676', '2024-01-01 00:00:00', null, 'text 121 ü', 17.428571428571427, null, null, 375, null, null, x'808080', null, 390, 'text 131 ü', null, x'858585', '2024-01-01 00:00:00', 405, 'text 136 ü', null, x'8a8a8a', null, null, 'text 141 ü', 20.285714285714285, x'8f8f8f', '2024-01-01 00:00:00', 435, null, 21.0, null, null, null, 'text 151 ü', null, x'999999', '2024-01-01 00:00:00', 465, 'text 156 ü', 22.428571428571427, x'9e9e9e', '2024-01-01 00:00:00', 480, null, null, x'a3a3a3', '2024-01-01 00:00:00', 495, 'text 166 ü', 23.857142857142858, x'a8a8a8', '2024-01-01 00:00:00', 510, 'text 171 ü', 24.571428571428573, x'adadad', '2024-01-01 00:00:00', 525, 'text 176 ü', 25.285714285714285, x'b2b2b2', '2024-01-01 00:00:00', 540, 'text 181 ü', null, x'b7b7b7', '2024-01-01 00:00:00', null, 'text 186 ü', 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', 570, 'text 191 ü', null, x'c1c1c1', '2024-01-01 00:00:00', 585, 'text 196 ü', null, null, null),
(4, 0, 'text 1 ü', null, x'030303', '2024-01-01 00:00:00', 20, 'text 6 ü', 1.0, x'080808', '2024-01-01 00:00:00', 40, 'text 11 ü', 1.7142857142857142, x'0d0d0d', '2024-01-01 00:00:00', 60, 'text 16 ü', 2.4285714285714284, x'121212', null, 80, 'text 21 ü', 3.142857142857143, x'171717', '2024-01-01 00:00:00', 100, 'text 26 ü', 3.857142857142857, x'1c1c1c', '2024-01-01 00:00:00', 120, 'text 31 ü', 4.571428571428571, x'212121', '2024-01-01 00:00:00', 140, 'text 36 ü', 5.285714285714286, null, '2024-01-01 00:00:00', null, 'text 41 ü', 6.0, x'2b2b2b', null, 180, 'text 46 ü', 6.714285714285714, x'303030', '2024-01-01 00:00:00', 200, 'text 51 ü', 7.428571428571429, x'353535', '2024-01-01 00:00:00', 220, null, 8.142857142857142, null, '2024-01-01 00:00:00', 240, 'text 61 ü', 8.857142857142858, x'3f3f3f', '2024-01-01 00:00:00', 260, 'text 66 ü', null, x'444444', null, null, 'text 71 ü', 10.285714285714286, null, '2024-01-01 00:00:00', 300, 'text 76 ü', 11.0, x'4e4e4e', '2024-01-01 00:00:00', null, 'text 81 ü', 11.714285714285714, x'535353', '2024-01-01 00:00:00', 340, 'text 86 ü', 12.428571428571429, x'585858', '2024-01-01 00:00:00', 360, 'text 91 ü', null, x'5d5d5d', null, 380, 'text 96 ü', 13.857142857142858, x'626262', '2024-01-01 00:00:00', 400, 'text 101 ü', 14.571428571428571, x'676767', '2024-01-01 00:00:00', 420, null, 15.285714285714286, x'6c6c6c', null, 440, 'text 111 ü', 16.0, null, '2024-01-01 00:00:00', 460, 'text 116 ü', 16.714285714285715, x'767676', '2024-01-01 00:00:00', 480, null, 17.428571428571427, null, null, 500, 'text 126 ü', 18.142857142857142, x'808080', '2024-01-01 00:00:00', null, 'text 131 ü', null, x'858585', '2024-01-01 00:00:00', null, 'text 136 ü', 19.571428571428573, x'8a8a8a', '2024-01-01 00:00:00', 560, 'text 141 ü', 20.285714285714285, x'8f8f8f', null, 580, 'text 146 ü', 21.0, x'949494', '2024-01-01 00:00:00', 600, 'text 151 ü', 21.714285714285715, null, '2024-01-01 00:00:00', 620, null, 22.428571428571427, x'9e9e9e', '2024-01-01 00:00:00', 640, null, 23.142857142857142, x'a3a3a3', '2024-01-01 00:00:00', 660, 'text 166 ü', null, null, '2024-01-01 00:00:00', 680, 'text 171 ü', 24.571428571428573, x'adadad', '2024-01-01 00:00:00', null, 'text 176 ü', 25.285714285714285, x'b2b2b2', '2024-01-01 00:00:00', 720, null, 26.0, null, '2024-01-01 00:00:00', null, null, 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', 760, null, 27.428571428571427, x'c1c1c1', '2024-01-01 00:00:00', 780, null, 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(5, 0, 'text 1 ü', 0.2857142857142857, x'030303', '2024-01-01 00:00:00', 25, 'text 6 ü', 1.0, null, '2024-01-01 00:00:00', null, 'text 11 ü', null, x'0d0d0d', '2024-01-01 00:00:00', 75, 'text 16 ü', 2.4285714285714284, x'121212', '2024-01-01 00:00:00', 100, 'text 21 ü', 3.142857142857143, x'171717', '2024-01-01 00:00:00', 125, 'text 26 ü', null, x'1c1c1c', '2024-01-01 00:00:00', 150, 'text 31 ü', 4.571428571428571, x'212121', '2024-01-01 00:00:00', 175, 'text 36 ü', 5.285714285714286, x'262626', '2024-01-01 00:00:00', 200, 'text 41 ü', 6.0, x'2b2b2b', '2024-01-01 00:00:00', 225, 'text 46 ü', 6.714285714285714, x'303030', '2024-01-01 00:00:00', 250, null, 7.428571428571429, x'353535', '2024-01-01 00:00:00', 275, 'text 56 ü', 8.142857142857142, x'3a3a3a', '2024-01-01 00:00:00', 300, 'text 61 ü', 8.857142857142858, x'3f3f3f', null, 325, 'text 66 ü', 9.571428571428571, x'444444', '2024-01-01 00:00:00', 350, 'text 71 ü', 10.285714285714286, x'494949', '2024-01-01 00:00:00', 375, 'text 76 ü', 11.0, x'4e4e4e', '2024-01-01 00:00:00', 400, null, 11.714285714285714, null, '2024-01-01 00:00:00', 425, 'text 86 ü', 12.428571428571429, null, '2024-01-01 00:00:00', 450, null, 13.142857142857142, x'5d5d5d', '2024-01-01 00:00:00', 475, null, null, null, '2024-01-01 00:00:00', 500, null, 14.571428571428571, x'676767', '2024-01-01 00:00:00', 525, 'text 106 ü', 15.285714285714286, x'6c6c6c', '2024-01-01 00:00:00', 550, null, 16.0, x'717171', '2024-01-01 00:00:00', 575, 'text 116 ü', 16.714285714285715, x'767676', '2024-01-01 00:00:00', 600, 'text 121 ü', 17.428571428571427, null, '2024-01-01 00:00:00', 625, 'text 126 ü', 18.142857142857142, x'808080', '2024-01-01 00:00:00', 650, 'text 131 ü', 18.857142857142858, null, '2024-01-01 00:00:00', 675, 'text 136 ü', null, null, '2024-01-01 00:00:00', 700, 'text 141 ü', 20.285714285714285, x'8f8f8f', null, 725, 'text 146 ü', null, null, '2024-01-01 00:00:00', null, null, 21.714285714285715, x'999999', null, 775, 'text 156 ü', 22.428571428571427, x'9e9e9e', null, 800, null, 23.142857142857142, x'a3a3a3', '2024-01-01 00:00:00', 825, null, null, x'a8a8a8', null, 850, 'text 171 ü', 24.571428571428573, x'adadad', null, 875, 'text 176 ü', 25.285714285714285, null, '2024-01-01 00:00:00', 900, null, null, x'b7b7b7', '2024-01-01 00:00:00', null, 'text 186 ü', 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', 950, 'text 191 ü', null, x'c1c1c1', null, null, null, 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(6, 0, 'text 1 ü', 0.2857142857142857, x'030303', '2024-01-01 00:00:00', 30, null, 1.0, null, null, 60, 'text 11 ü', 1.7142857142857142, x'0d0d0d', null, 90, 'text 16 ü', 2.4285714285714284, x'121212', '2024-01-01 00:00:00', null, 'text 21 ü', 3.142857142857143, null, '2024-01-01 00:00:00', 150, 'text 26 ü', 3.857142857142857, null, '2024-01-01 00:00:00', 180, 'text 31 ü', 4.571428571428571, null, '2024-01-01 00:00:00', 210, 'text 36 ü', 5.285714285714286, x'262626', null, null, 'text 41 ü', 6.0, x'2b2b2b', '2024-01-01 00:00:00', 270, 'text 46 ü', 6.714285714285714, x'303030', null, 300, 'text 51 ü', null, x'353535', '2024-01-01 00:00:00', 330, 'text 56 ü', 8.142857142857142, x'3a3a3a', '2024-01-01 00:00:00', 360, null, 8.857142857142858, x'3f3f3f', null, 390, 'text 66 ü', 9.571428571428571, x'444444', '2024-01-01 00:00:00', 420, 'text 71 ü', 10.285714285714286, x'494949', null, 450, 'text 76 ü', 11.0, x'4e4e4e', '2024-01-01 00:00:00', 480, 'text 81 ü', 11.714285714285714, x'535353', null, 510, 'text 86 ü', 12.428571428571429, null, null, null, 'text 91 ü', 13.142857142857142, null, '2024-01-01 00:00:00', 570, 'text 96 ü', null, null, '2024-01-01 00:00:00', 600, 'text 101 ü', null, x'676767', '2024-01-01 00:00:00', 630, 'text 106 ü', 15.285714285714286, x'6c6c6c', '2024-01-01 00:00:00', 660, 'text 111 ü', 16.0, x'717171', '2024-01-01 00:00:00', null, 'text 116 ü', 16.714285714285715, x'767676', '2024-01-01 00:00:00', 720, 'text 121 ü', null, null, '2024-01-01 00:00:00', 750, 'text 126 ü', null, x'808080', '2024-01-01 00:00:00', 780, 'text 131 ü', null, x'858585', '2024-01-01 00:00:00', 810, 'text 136 ü', 19.571428571428573, x'8a8a8a', '2024-01-01 00:00:00', 840, 'text 141 ü', null, null, '2024-01-01 00:00:00', null, 'text 146 ü', 21.0, x'949494', '2024-01-01 00:00:00', 900, null, 21.714285714285715, x'999999', '2024-01-01 00:00:00', 930, 'text 156 ü', 22.428571428571427, x'9e9e9e', '2024-01-01 00:00:00', 960, 'text 161 ü', 23.142857142857142, x'a3a3a3', '2024-01-01 00:00:00', 990, 'text 166 ü', null, x'a8a8a8', '2024-01-01 00:00:00', 1020, null, 24.571428571428573, null, '2024-01-01 00:00:00', 1050, 'text 176 ü', 25.285714285714285, x'b2b2b2', null, null, 'text 181 ü', 26.0, x'b7b7b7', '2024-01-01 00:00:00', 1110, null, 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', 1140, 'text 191 ü', null, x'c1c1c1', '2024-01-01 00:00:00', 1170, null, 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(7, 0, 'text 1 ü', null, x'030303', '2024-01-01 00:00:00', 35, 'text 6 ü', 1.0, x'080808', '2024-01-01 00:00:00', 70, 'text 11 ü', null, null, '2024-01-01 00:00:00', 105, 'text 16 ü', 2.4285714285714284, x'121212', null, null, 'text 21 ü', null, x'171717', '2024-01-01 00:00:00', 175, null, 3.857142857142857, x'1c1c1c', '2024-01-01 00:00:00', 210, 'text 31 ü', 4.571428571428571, x'212121', '2024-01-01 00:00:00', 245, null, 5.285714285714286, x'262626', '2024-01-01 00:00:00', 280, 'text 41 ü', 6.0, null, '2024-01-01 00:00:00', null, 'text 46 ü', 6.714285714285714, x'303030', '2024-01-01 00:00:00', 350, 'text 51 ü', 7.428571428571429, null, '2024-01-01 00:00:00', 385, null, 8.142857142857142, null, '2024-01-01 00:00:00', 420, null, 8.857142857142858, x'3f3f3f', '2024-01-01 00:00:00', 455, 'text 66 ü', 9.571428571428571, x'444444', null, 490, null, 10.285714285714286, x'494949', '2024-01-01 00:00:00', 525, 'text 76 ü', 11.0, x'4e4e4e', '2024-01-01 00:00:00', 560, null, 11.714285714285714, x'535353', '2024-01-01 00:00:00', 595, null, 12.428571428571429, x'585858', '2024-01-01 00:00:00', null, null, 13.142857142857142, x'5d5d5d', '2024-01-01 00:00:00', 665, 'text 96 ü', 13.857142857142858, null, '2024-01-01 00:00:00', 700, 'text 101 ü', null, x'676767', null, null, 'text 106 ü', 15.285714285714286, x'6c6c6c', '2024-01-01 00:00:00', 770, 'text 111 ü', null, null, null, 805, 'text 116 ü', 16.714285714285715, x'767676', '2024-01-01 00:00:00', 840, null, 17.428571428571427, x'7b7b7b', '2024-01-01 00:00:00', null, 'text 126 ü', 18.142857142857142, x'808080', '2024-01-01 00:00:00', 910, 'text 131 ü', 18.857142857142858, x'858585', '2024-01-01 00:00:00', null, 'text 136 ü', null, null, null, 980, 'text 141 ü', 20.285714285714285, x'8f8f8f', '2024-01-01 00:00:00', 1015, 'text 146 ü', 21.0, x'949494', null, 1050, 'text 151 ü', 21.714285714285715, x'999999', null, null, 'text 156 ü', 22.428571428571427, x'9e9e9e', '2024-01-01 00:00:00', 1120, 'text 161 ü', 23.142857142857142, x'a3a3a3', '2024-01-01 00:00:00', 1155, 'text 166 ü', 23.857142857142858, x'a8a8a8', '2024-01-01 00:00:00', 1190, 'text 171 ü', 24.571428571428573, x'adadad', '2024-01-01 00:00:00', 1225, 'text 176 ü', 25.285714285714285, x'b2b2b2', '2024-01-01 00:00:00', 1260, 'text 181 ü', null, x'b7b7b7', '2024-01-01 00:00:00', 1295, null, 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', 1330, 'text 191 ü', 27.428571428571427, x'c1c1c1', null, 1365, 'text 196 ü', 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(8, 0, 'text 1 ü', 0.2857142857142857, x'030303', null, 40, null, 1.0, x'080808', '2024-01-01 00:00:00', 80, 'text 11 ü', null, x'0d0d0d', '2024-01-01 00:00:00', null, 'text 16 ü', 2.4285714285714284, x'121212', null, 160, null, 3.142857142857143, x'171717', '2024-01-01 00:00:00', 200, 'text 26 ü', 3.857142857142857, x'1c1c1c', '2024-01-01 00:00:00', 240, 'text 31 ü', null, x'212121', '2024-01-01 00:00:00', 280, 'text 36 ü', 5.285714285714286, null, '2024-01-01 00:00:00', 320, null, null, x'2b2b2b', null, 360, null, null, x'303030', '2024-01-01 00:00:00', 400, 'text 51 ü', 7.428571428571429, x'353535', '2024-01-01 00:00:00', 440, 'text 56 ü', null, x'3a3a3a', '2024-01-01 00:00:00', 480, 'text 61 ü', null, x'3f3f3f', '2024-01-01 00:00:00', 520, null, null, x'444444', '2024-01-01 00:00:00', 560, 'text 71 ü', 10.285714285714286, x'494949', '2024-01-01 00:00:00', 600, 'text 76 ü', 11.0, x'4e4e4e', '2024-01-01 00:00:00', 640, 'text 81 ü', 11.714285714285714, x'535353', '2024-01-01 00:00:00', null, 'text 86 ü', 12.428571428571429, x'585858', '2024-01-01 00:00:00', 720, 'text 91 ü', 13.142857142857142, x'5d5d5d', '2024-01-01 00:00:00', 760, 'text 96 ü', 13.857142857142858, null, null, 800, 'text 101 ü', 14.571428571428571, null, '2024-01-01 00:00:00', 840, 'text 106 ü', 15.285714285714286, null, '2024-01-01 00:00:00', 880, 'text 111 ü', 16.0, x'717171', '2024-01-01 00:00:00', 920, 'text 116 ü', 16.714285714285715, x'767676', '2024-01-01 00:00:00', 960, 'text 121 ü', 17.428571428571427, x'7b7b7b', '2024-01-01 00:00:00', 1000, 'text 126 ü', null, x'808080', '2024-01-01 00:00:00', 1040, null, 18.857142857142858, x'858585', '2024-01-01 00:00:00', 1080, 'text 136 ü', 19.571428571428573, null, '2024-01-01 00:00:00', 1120, 'text 141 ü', 20.285714285714285, x'8f8f8f', '2024-01-01 00:00:00', null, 'text 146 ü', 21.0, null, '2024-01-01 00:00:00', 1200, 'text 151 ü', 21.714285714285715, x'999999', '2024-01-01 00:00:00', 1240, 'text 156 ü', 22.428571428571427, x'9e9e9e', '2024-01-01 00:00:00', 1280, 'text 161 ü', null, null, null, 1320, 'text 166 ü', 23.857142857142858, x'a8a8a8', '2024-01-01 00:00:00', 1360, null, null, x'adadad', null, 1400, 'text 176 ü', 25.285714285714285, x'b2b2b2', '2024-01-01 00:00:00', 1440, 'text 181 ü', null, x'b7b7b7', null, 1480, 'text 186 ü', 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', 1520, 'text 191 ü', 27.428571428571427, x'c1c1c1', '2024-01-01 00:00:00', 1560, 'text 196 ü', 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(9, 0, 'text 1 ü', 0.2857142857142857, x'030303', '2024-01-01 00:00:00', 45, null, null, null, '2024-01-01 00:00:00', 90, 'text 11 ü', 1.7142857142857142, null, '2024-01-01 00:00:00', null, 'text 16 ü', 2.4285714285714284, x'121212', '2024-01-01 00:00:00', 180, 'text 21 ü', 3.142857142857143, x'171717', '2024-01-01 00:00:00', 225, 'text 26 ü', 3.857142857142857, x'1c1c1c', '2024-01-01 00:00:00', null, 'text 31 ü', 4.571428571428571, null, '2024-01-01 00:00:00', 315, 'text 36 ü', 5.285714285714286, null, '2024-01-01 00:00:00', 360, 'text 41 ü', 6.0, null, '2024-01-01 00:00:00', 405, 'text 46 ü', 6.714285714285714, x'303030', '2024-01-01 00:00:00', 450, 'text 51 ü', 7.428571428571429, x'353535', '2024-01-01 00:00:00', 495, 'text 56 ü', 8.142857142857142, x'3a3a3a', '2024-01-01 00:00:00', null, 'text 61 ü', 8.857142857142858, x'3f3f3f', '2024-01-01 00:00:00', 585, 'text 66 ü', null, x'444444', '2024-01-01 00:00:00', 630, 'text 71 ü', 10.285714285714286, x'494949', '2024-01-01 00:00:00', 675, 'text 76 ü', 11.0, x'4e4e4e', '2024-01-01 00:00:00', 720, null, 11.714285714285714, null, null, 765, 'text 86 ü', 12.428571428571429, null, null, 810, null, 13.142857142857142, x'5d5d5d', '2024-01-01 00:00:00', 855, 'text 96 ü', 13.857142857142858, x'626262', '2024-01-01 00:00:00', null, 'text 101 ü', 14.571428571428571, x'676767', '2024-01-01 00:00:00', 945, 'text 106 ü', 15.285714285714286, null, '2024-01-01 00:00:00', 990, 'text 111 ü', 16.0, null, '2024-01-01 00:00:00', 1035, 'text 116 ü', 16.714285714285715, x'767676', '2024-01-01 00:00:00', 1080, null, 17.428571428571427, null, '2024-01-01 00:00:00', 1125, 'text 126 ü', 18.142857142857142, x'808080', '2024-01-01 00:00:00', null, null, 18.857142857142858, x'858585', '2024-01-01 00:00:00', null, 'text 136 ü', 19.571428571428573, x'8a8a8a', '2024-01-01 00:00:00', 1260, null, 20.285714285714285, x'8f8f8f', '2024-01-01 00:00:00', 1305, 'text 146 ü', 21.0, x'949494', '2024-01-01 00:00:00', 1350, 'text 151 ü', 21.714285714285715, x'999999', '2024-01-01 00:00:00', 1395, 'text 156 ü', 22.428571428571427, x'9e9e9e', '2024-01-01 00:00:00', 1440, null, 23.142857142857142, x'a3a3a3', '2024-01-01 00:00:00', null, 'text 166 ü', 23.857142857142858, x'a8a8a8', null, 1530, 'text 171 ü', null, x'adadad', null, 1575, 'text 176 ü', null, null, '2024-01-01 00:00:00', 1620, null, null, x'b7b7b7', null, 1665, 'text 186 ü', 26.714285714285715, x'bcbcbc', null, 1710, 'text 191 ü', 27.428571428571427, x'c1c1c1', '2024-01-01 00:00:00', 1755, 'text 196 ü', 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(10, 0, null, 0.2857142857142857, x'030303', '2024-01-01 00:00:00', 50, 'text 6 ü', 1.0, null, '2024-01-01 00:00:00', 100, 'text 11 ü', 1.7142857142857142, x'0d0d0d', '2024-01-01 00:00:00', 150, 'text 16 ü', null, x'121212', '2024-01-01 00:00:00', 200, 'text 21 ü', 3.142857142857143, x'171717', '2024-01-01 00:00:00', 250, 'text 26 ü', 3.857142857142857, x'1c1c1c', null, null, 'text 31 ü', 4.571428571428571, null, null, 350, 'text 36 ü', 5.285714285714286, x'262626', '2024-01-01 00:00:00', 400, 'text 41 ü', null, x'2b2b2b', null, null, 'text 46 ü', 6.714285714285714, null, '2024-01-01 00:00:00', 500, null, null, x'353535', null, 550, 'text 56 ü', null, x'3a3a3a', '2024-01-01 00:00:00', 600, 'text 61 ü', 8.857142857142858, x'3f3f3f', '2024-01-01 00:00:00', null, 'text 66 ü', 9.571428571428571, null, '2024-01-01 00:00:00', 700, 'text 71 ü', 10.285714285714286, null, '2024-01-01 00:00:00', 750, 'text 76 ü', 11.0, x'4e4e4e', '2024-01-01 00:00:00', 800, null, 11.714285714285714, x'535353', '2024-01-01 00:00:00', null, 'text 86 ü', 12.428571428571429, x'585858', null, 900, 'text 91 ü', 13.142857142857142, null, '2024-01-01 00:00:00', 950, 'text 96 ü', 13.857142857142858, x'626262', '2024-01-01 00:00:00', 1000, 'text 101 ü', null, x'676767', '2024-01-01 00:00:00', 1050, 'text 106 ü', null, x'6c6c6c', '2024-01-01 00:00:00', 1100, 'text 111 ü', 16.0, x'717171', '2024-01-01 00:00:00', 1150, 'text 116 ü', null, null, null, 1200, 'text 121 ü', null, x'7b7b7b', '2024-01-01 00:00:00', 1250, 'text 126 ü', 18.142857142857142, x'808080', '2024-01-01 00:00:00', 1300, 'text 131 ü', 18.857142857142858, x'858585', '2024-01-01 00:00:00', null, 'text 136 ü', 19.571428571428573, x'8a8a8a', '2024-01-01 00:00:00', 1400, 'text 141 ü', null, null, '2024-01-01 00:00:00', 1450, 'text 146 ü', 21.0, x'949494', '2024-01-01 00:00:00', 1500, 'text 151 ü', 21.714285714285715, x'999999', '2024-01-01 00:00:00', 1550, 'text 156 ü', null, x'9e9e9e', '2024-01-01 00:00:00', 1600, 'text 161 ü', 23.142857142857142, x'a3a3a3', '2024-01-01 00:00:00', 1650, 'text 166 ü', 23.857142857142858, x'a8a8a8', '2024-01-01 00:00:00', 1700, 'text 171 ü', 24.571428571428573, null, '2024-01-01 00:00:00', 1750, 'text 176 ü', 25.285714285714285, x'b2b2b2', '2024-01-01 00:00:00', 1800, 'text 181 ü', 26.0, x'b7b7b7', null, 1850, 'text 186 ü', 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', null, 'text 191 ü', 27.428571428571427, x'c1c1c1', '2024-01-01 00:00:00', null, 'text 196 ü', 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(11, 0, null, 0.2857142857142857, x'030303', '2024-01-01 00:00:00', 55, 'text 6 ü', 1.0, x'080808', '2024-01-01 00:00:00', 110, 'text 11 ü', 1.7142857142857142, x'0d0d0d', '2024-01-01 00:00:00', 165, 'text 16 ü', 2.4285714285714284, x'121212', '2024-01-01 00:00:00', 220, 'text 21 ü', null, x'171717', '2024-01-01 00:00:00', 275, 'text 26 ü', null, x'1c1c1c', '2024-01-01 00:00:00', 330, 'text 31 ü', 4.571428571428571, x'212121', '2024-01-01 00:00:00', 385, null, 5.285714285714286, null, '2024-01-01 00:00:00', 440, 'text 41 ü', 6.0, x'2b2b2b', '2024-01-01 00:00:00', null, null, 6.714285714285714, x'303030', '2024-01-01 00:00:00', null, null, 7.428571428571429, x'353535', '2024-01-01 00:00:00', 605, 'text 56 ü', 8.142857142857142, x'3a3a3a', '2024-01-01 00:00:00', 660, 'text 61 ü', 8.857142857142858, x'3f3f3f', '2024-01-01 00:00:00', 715, 'text 66 ü', 9.571428571428571, null, '2024-01-01 00:00:00', 770, null, 10.285714285714286, x'494949', '2024-01-01 00:00:00', 825, 'text 76 ü', null, x'4e4e4e', '2024-01-01 00:00:00', 880, 'text 81 ü', null, x'535353', '2024-01-01 00:00:00', 935, null, 12.428571428571429, x'585858', '2024-01-01 00:00:00', 990, 'text 91 ü', 13.142857142857142, x'5d5d5d', '2024-01-01 00:00:00', null, 'text 96 ü', 13.857142857142858, x'626262', '2024-01-01 00:00:00', null, 'text 101 ü', 14.571428571428571, x'676767', '2024-01-01 00:00:00', 1155, 'text 106 ü', 15.285714285714286, x'6c6c6c', '2024-01-01 00:00:00', 1210, 'text 111 ü', 16.0, x'717171', null, 1265, 'text 116 ü', 16.714285714285715, x'767676', '2024-01-01 00:00:00', 1320, 'text 121 ü', 17.428571428571427, x'7b7b7b', null, 1375, null, 18.142857142857142, x'808080', '2024-01-01 00:00:00', 1430, 'text 131 ü', 18.857142857142858, x'858585', '2024-01-01 00:00:00', 1485, 'text 136 ü', 19.571428571428573, null, '2024-01-01 00:00:00', 1540, 'text 141 ü', 20.285714285714285, x'8f8f8f', '2024-01-01 00:00:00', 1595, 'text 146 ü', null, x'949494', '2024-01-01 00:00:00', 1650, 'text 151 ü', 21.714285714285715, x'999999', '2024-01-01 00:00:00', 1705, 'text 156 ü', 22.428571428571427, x'9e9e9e', '2024-01-01 00:00:00', null, 'text 161 ü', 23.142857142857142, x'a3a3a3', '2024-01-01 00:00:00', null, 'text 166 ü', 23.857142857142858, x'a8a8a8', null, 1870, 'text 171 ü', null, x'adadad', '2024-01-01 00:00:00', 1925, null, null, x'b2b2b2', '2024-01-01 00:00:00', null, 'text 181 ü', null, x'b7b7b7', '2024-01-01 00:00:00', 2035, 'text 186 ü', 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', null, 'text 191 ü', 27.428571428571427, x'c1c1c1', '2024-01-01 00:00:00', 2145, null, 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(12, 0, null, 0.2857142857142857, x'030303', '2024-01-01 00:00:00', 60, null, 1.0, null, null, 120, 'text 11 ü', 1.7142857142857142, null, '2024-01-01 00:00:00', null, 'text 16 ü', null, x'121212', '2024-01-01 00:00:00', null, 'text 21 ü', null, null, '2024-01-01 00:00:00', 300, 'text 26 ü', 3.857142857142857, null, '2024-01-01 00:00:00', null, null, 4.571428571428571, x'212121', null, 420, 'text 36 ü', 5.285714285714286, x'262626', '2024-01-01 00:00:00', 480, null, 6.0, x'2b2b2b', '2024-01-01 00:00:00', 540, null, 6.714285714285714, null, '2024-01-01 00:00:00', 600, 'text 51 ü', null, x'353535', '2024-01-01 00:00:00', 660, 'text 56 ü', null, x'3a3a3a', '2024-01-01 00:00:00', 720, 'text 61 ü', 8.857142857142858, x'3f3f3f', null, 780, 'text 66 ü', 9.571428571428571, null, '2024-01-01 00:00:00', 840, 'text 71 ü', 10.285714285714286, x'494949', '2024-01-01 00:00:00', 900, 'text 76 ü', 11.0, x'4e4e4e', '2024-01-01 00:00:00', 960, 'text 81 ü', 11.714285714285714, x'535353', '2024-01-01 00:00:00', 1020, 'text 86 ü', 12.428571428571429, x'585858', '2024-01-01 00:00:00', 1080, null, 13.142857142857142, x'5d5d5d', '2024-01-01 00:00:00', null, 'text 96 ü', 13.857142857142858, x'626262', '2024-01-01 00:00:00', 1200, 'text 101 ü', 14.571428571428571, x'676767', '2024-01-01 00:00:00', 1260, 'text 106 ü', 15.285714285714286, x'6c6c6c', '2024-01-01 00:00:00', 1320, 'text 111 ü', 16.0, x'717171', '2024-01-01 00:00:00', 1380, 'text 116 ü', 16.714285714285715, x'767676', '2024-01-01 00:00:00', 1440, 'text 121 ü', 17.428571428571427, null, '2024-01-01 00:00:00', 1500, null, 18.142857142857142, x'808080', '2024-01-01 00:00:00', null, 'text 131 ü', 18.857142857142858, x'858585', '2024-01-01 00:00:00', 1620, null, 19.571428571428573, x'8a8a8a', '2024-01-01 00:00:00', 1680, 'text 141 ü', 20.285714285714285, x'8f8f8f', '2024-01-01 00:00:00', 1740, null, 21.0, null, '2024-01-01 00:00:00', 1800, 'text 151 ü', 21.714285714285715, x'999999', '2024-01-01 00:00:00', 1860, 'text 156 ü', null, x'9e9e9e', '2024-01-01 00:00:00', null, 'text 161 ü', 23.142857142857142, x'a3a3a3', '2024-01-01 00:00:00', 1980, 'text 166 ü', 23.857142857142858, x'a8a8a8', '2024-01-01 00:00:00', 2040, 'text 171 ü', 24.571428571428573, x'adadad', '2024-01-01 00:00:00', 2100, 'text 176 ü', 25.285714285714285, x'b2b2b2', '2024-01-01 00:00:00', 2160, 'text 181 ü', 26.0, x'b7b7b7', '2024-01-01 00:00:00', 2220, null, 26.714285714285715, null, '2024-01-01 00:00:00', 2280, 'text 191 ü', 27.428571428571427, null, '2024-01-01 00:00:00', null, 'text 196 ü', 28.142857142857142, null, '2024-01-01 00:00:00'),
(13, 0, 'text 1 ü', 0.2857142857142857, x'030303', '2024-01-01 00:00:00', null, 'text 6 ü', null, x'080808', '2024-01-01 00:00:00', 130, 'text 11 ü', 1.7142857142857142, x'0d0d0d', '2024-01-01 00:00:00', null, 'text 16 ü', 2.4285714285714284, x'121212', '2024-01-01 00:00:00', 260, 'text 21 ü', 3.142857142857143, null, '2024-01-01 00:00:00', 325, 'text 26 ü', 3.857142857142857, x'1c1c1c', '2024-01-01 00:00:00', 390, 'text 31 ü', 4.571428571428571, x'212121', '2024-01-01 00:00:00', 455, 'text 36 ü', 5.285714285714286, null, null, 520, 'text 41 ü', 6.0, null, null, null, 'text 46 ü', null, x'303030', null, 650, 'text 51 ü', 7.428571428571429, x'353535', '2024-01-01 00:00:00', 715, 'text 56 ü', 8.142857142857142, x'3a3a3a', '2024-01-01 00:00:00', 780, 'text 61 ü', 8.857142857142858, x'3f3f3f', '2024-01-01 00:00:00', 845, 'text 66 ü', 9.571428571428571, null, '2024-01-01 00:00:00', null, 'text 71 ü', null, x'494949', null, 975, 'text 76 ü', 11.0, x'4e4e4e', null, 1040, 'text 81 ü', 11.714285714285714, x'535353', '2024-01-01 00:00:00', 1105, 'text 86 ü', null, x'585858', '2024-01-01 00:00:00', 1170, 'text 91 ü', 13.142857142857142, x'5d5d5d', '2024-01-01 00:00:00', 1235, 'text 96 ü', 13.857142857142858, x'626262', '2024-01-01 00:00:00', 1300, 'text 101 ü', 14.571428571428571, x'676767', '2024-01-01 00:00:00', 1365, 'text 106 ü', 15.285714285714286, x'6c6c6c', '2024-01-01 00:00:00', 1430, null, 16.0, x'717171', null, 1495, 'text 116 ü', 16.714285714285715, x'767676', null, 1560, 'text 121 ü', 17.428571428571427, x'7b7b7b', '2024-01-01 00:00:00', 1625, 'text 126 ü', 18.142857142857142, x'808080', '2024-01-01 00:00:00', null, 'text 131 ü', 18.857142857142858, x'858585', null, null, 'text 136 ü', 19.571428571428573, x'8a8a8a', '2024-01-01 00:00:00', 1820, null, 20.285714285714285, null, '2024-01-01 00:00:00', 1885, 'text 146 ü', 21.0, x'949494', '2024-01-01 00:00:00', null, 'text 151 ü', 21.714285714285715, x'999999', null, 2015, null, 22.428571428571427, x'9e9e9e', '2024-01-01 00:00:00', 2080, 'text 161 ü', 23.142857142857142, x'a3a3a3', null, 2145, 'text 166 ü', 23.857142857142858, x'a8a8a8', null, 2210, 'text 171 ü', 24.571428571428573, x'adadad', null, 2275, 'text 176 ü', 25.285714285714285, null, '2024-01-01 00:00:00', 2340, 'text 181 ü', 26.0, x'b7b7b7', '2024-01-01 00:00:00', 2405, 'text 186 ü', 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', 2470, 'text 191 ü', null, x'c1c1c1', '2024-01-01 00:00:00', 2535, null, 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(14, 0, 'text 1 ü', null, null, '2024-01-01 00:00:00', 70, 'text 6 ü', 1.0, null, '2024-01-01 00:00:00', 140, 'text 11 ü', 1.7142857142857142, null, '2024-01-01 00:00:00', null, 'text 16 ü', 2.4285714285714284, x'121212', '2024-01-01 00:00:00', 280, null, 3.142857142857143, x'171717', '2024-01-01 00:00:00', 350, null, null, null, '2024-01-01 00:00:00', 420, 'text 31 ü', 4.571428571428571, x'212121', '2024-01-01 00:00:00', 490, 'text 36 ü', 5.285714285714286, x'262626', '2024-01-01 00:00:00', 560, null, 6.0, x'2b2b2b', null, 630, 'text 46 ü', 6.714285714285714, null, '2024-01-01 00:00:00', null, 'text 51 ü', 7.428571428571429, x'353535', null, 770, 'text 56 ü', 8.142857142857142, x'3a3a3a', '2024-01-01 00:00:00', 840, 'text 61 ü', 8.857142857142858, x'3f3f3f', '2024-01-01 00:00:00', 910, null, null, x'444444', '2024-01-01 00:00:00', 980, 'text 71 ü', null, x'494949', '2024-01-01 00:00:00', 1050, 'text 76 ü', 11.0, null, '2024-01-01 00:00:00', null, 'text 81 ü', 11.714285714285714, x'535353', '2024-01-01 00:00:00', 1190, 'text 86 ü', 12.428571428571429, x'585858', '2024-01-01 00:00:00', null, 'text 91 ü', null, x'5d5d5d', '2024-01-01 00:00:00', null, null, null, x'626262', '2024-01-01 00:00:00', 1400, 'text 101 ü', null, x'676767', '2024-01-01 00:00:00', 1470, 'text 106 ü', 15.285714285714286, x'6c6c6c', '2024-01-01 00:00:00', 1540, 'text 111 ü', 16.0, x'717171', '2024-01-01 00:00:00', null, 'text 116 ü', 16.714285714285715, x'767676', '2024-01-01 00:00:00', 1680, 'text 121 ü', null, x'7b7b7b', null, 1750, null, 18.142857142857142, x'808080', '2024-01-01 00:00:00', 1820, 'text 131 ü', 18.857142857142858, x'858585', '2024-01-01 00:00:00', 1890, 'text 136 ü', 19.571428571428573, x'8a8a8a', '2024-01-01 00:00:00', null, 'text 141 ü', 20.285714285714285, x'8f8f8f', '2024-01-01 00:00:00', 2030, 'text 146 ü', 21.0, null, '2024-01-01 00:00:00', null, 'text 151 ü', null, x'999999', '2024-01-01 00:00:00', 2170, 'text 156 ü', 22.428571428571427, x'9e9e9e', '2024-01-01 00:00:00', 2240, 'text 161 ü', 23.142857142857142, x'a3a3a3', '2024-01-01 00:00:00', 2310, 'text 166 ü', 23.857142857142858, x'a8a8a8', '2024-01-01 00:00:00', 2380, 'text 171 ü', null, null, '2024-01-01 00:00:00', 2450, null, 25.285714285714285, null, null, 2520, null, 26.0, x'b7b7b7', '2024-01-01 00:00:00', 2590, 'text 186 ü', 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', 2660, 'text 191 ü', null, x'c1c1c1', '2024-01-01 00:00:00', 2730, 'text 196 ü', 28.142857142857142, x'c6c6c6', null),
(15, 0, null, 0.2857142857142857, x'030303', null, 75, 'text 6 ü', 1.0, x'080808', '2024-01-01 00:00:00', null, null, null, x'0d0d0d', null, 225, 'text 16 ü', 2.4285714285714284, x'121212', '2024-01-01 00:00:00', null, 'text 21 ü', null, x'171717', null, null, 'text 26 ü', 3.857142857142857, null, null, 450, 'text 31 ü', 4.571428571428571, x'212121', null, 525, 'text 36 ü', 5.285714285714286, x'262626', '2024-01-01 00:00:00', 600, null, 6.0, x'2b2b2b', '2024-01-01 00:00:00', 675, 'text 46 ü', 6.714285714285714, null, null, 750, null, 7.428571428571429, x'353535', '2024-01-01 00:00:00', 825, 'text 56 ü', 8.142857142857142, x'3a3a3a', '2024-01-01 00:00:00', 900, 'text 61 ü', 8.857142857142858, null, '2024-01-01 00:00:00', 975, 'text 66 ü', 9.571428571428571, x'444444', '2024-01-01 00:00:00', 1050, 'text 71 ü', 10.285714285714286, null, '2024-01-01 00:00:00', 1125, 'text 76 ü', 11.0, x'4e4e4e', '2024-01-01 00:00:00', 1200, 'text 81 ü', 11.714285714285714, x'535353', null, 1275, 'text 86 ü', 12.428571428571429, x'585858', '2024-01-01 00:00:00', 1350, 'text 91 ü', 13.142857142857142, null, null, 1425, null, 13.857142857142858, x'626262', '2024-01-01 00:00:00', 1500, null, 14.571428571428571, x'676767', '2024-01-01 00:00:00', null, 'text 106 ü', 15.285714285714286, x'6c6c6c', null, 1650, null, null, x'717171', '2024-01-01 00:00:00', 1725, 'text 116 ü', 16.714285714285715, null, null, 1800, 'text 121 ü', 17.428571428571427, x'7b7b7b', '2024-01-01 00:00:00', 1875, 'text 126 ü', 18.142857142857142, x'808080', '2024-01-01 00:00:00', 1950, 'text 131 ü', null, x'858585', '2024-01-01 00:00:00', 2025, 'text 136 ü', null, x'8a8a8a', '2024-01-01 00:00:00', null, null, null, null, '2024-01-01 00:00:00', 2175, 'text 146 ü', 21.0, x'949494', '2024-01-01 00:00:00', 2250, 'text 151 ü', 21.714285714285715, x'999999', '2024-01-01 00:00:00', 2325, 'text 156 ü', 22.428571428571427, x'9e9e9e', null, 2400, 'text 161 ü', 23.142857142857142, x'a3a3a3', null, 2475, 'text 166 ü', 23.857142857142858, x'a8a8a8', null, 2550, 'text 171 ü', 24.571428571428573, x'adadad', null, 2625, 'text 176 ü', 25.285714285714285, x'b2b2b2', '2024-01-01 00:00:00', null, 'text 181 ü', 26.0, x'b7b7b7', '2024-01-01 00:00:00', 2775, 'text 186 ü', 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', 2850, 'text 191 ü', 27.428571428571427, x'c1c1c1', null, 2925, 'text 196 ü', 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(16, 0, 'text 1 ü', 0.2857142857142857, x'030303', '2024-01-01 00:00:00', 80, 'text 6 ü', 1.0, x'080808', '2024-01-01 00:00:00', 160, 'text 11 ü', 1.7142857142857142, x'0d0d0d', null, 240, 'text 16 ü', null, null, '2024-01-01 00:00:00', 320, 'text 21 ü', 3.142857142857143, x'171717', '2024-01-01 00:00:00', 400, 'text 26 ü', 3.857142857142857, x'1c1c1c', '2024-01-01 00:00:00', 480, 'text 31 ü', 4.571428571428571, x'212121', '2024-01-01 00:00:00', 560, 'text 36 ü', 5.285714285714286, x'262626', null, 640, 'text 41 ü', null, x'2b2b2b', '2024-01-01 00:00:00', 720, 'text 46 ü', null, x'303030', null, 800, 'text 51 ü', 7.428571428571429, x'353535', null, 880, 'text 56 ü', 8.142857142857142, x'3a3a3a', '2024-01-01 00:00:00', 960, 'text 61 ü', null, x'3f3f3f', '2024-01-01 00:00:00', 1040, 'text 66 ü', 9.571428571428571, null, '2024-01-01 00:00:00', 1120, 'text 71 ü', 10.285714285714286, x'494949', '2024-01-01 00:00:00', 1200, null, 11.0, x'4e4e4e', '2024-01-01 00:00:00', null, 'text 81 ü', 11.714285714285714, x'535353', '2024-01-01 00:00:00', 1360, 'text 86 ü', 12.428571428571429, x'585858', '2024-01-01 00:00:00', 1440, 'text 91 ü', 13.142857142857142, x'5d5d5d', null, 1520, 'text 96 ü', 13.857142857142858, x'626262', null, 1600, 'text 101 ü', 14.571428571428571, x'676767', '2024-01-01 00:00:00', 1680, 'text 106 ü', 15.285714285714286, x'6c6c6c', null, 1760, null, null, null, '2024-01-01 00:00:00', 1840, 'text 116 ü', 16.714285714285715, x'767676', '2024-01-01 00:00:00', 1920, 'text 121 ü', 17.428571428571427, x'7b7b7b', '2024-01-01 00:00:00', null, null, 18.142857142857142, x'808080', '2024-01-01 00:00:00', 2080, 'text 131 ü', 18.857142857142858, x'858585', '2024-01-01 00:00:00', 2160, 'text 136 ü', 19.571428571428573, x'8a8a8a', '2024-01-01 00:00:00', 2240, null, 20.285714285714285, x'8f8f8f', '2024-01-01 00:00:00', null, 'text 146 ü', 21.0, x'949494', null, 2400, 'text 151 ü', 21.714285714285715, null, '2024-01-01 00:00:00', null, 'text 156 ü', 22.428571428571427, null, null, 2560, 'text 161 ü', 23.142857142857142, x'a3a3a3', '2024-01-01 00:00:00', 2640, 'text 166 ü', 23.857142857142858, x'a8a8a8', '2024-01-01 00:00:00', 2720, 'text 171 ü', 24.571428571428573, x'adadad', '2024-01-01 00:00:00', 2800, 'text 176 ü', 25.285714285714285, x'b2b2b2', '2024-01-01 00:00:00', 2880, null, 26.0, x'b7b7b7', '2024-01-01 00:00:00', 2960, null, 26.714285714285715, x'bcbcbc', null, 3040, null, 27.428571428571427, x'c1c1c1', null, 3120, 'text 196 ü', 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(17, null, 'text 1 ü', null, x'030303', null, 85, 'text 6 ü', 1.0, x'080808', '2024-01-01 00:00:00', null, 'text 11 ü', 1.7142857142857142, x'0d0d0d', null, null, 'text 16 ü', null, x'121212', '2024-01-01 00:00:00', 340, 'text 21 ü', 3.142857142857143, x'171717', '2024-01-01 00:00:00', 425, null, 3.857142857142857, x'1c1c1c', '2024-01-01 00:00:00', 510, null, 4.571428571428571, null, '2024-01-01 00:00:00', 595, 'text 36 ü', null, x'262626', '2024-01-01 00:00:00', null, 'text 41 ü', 6.0, x'2b2b2b', null, 765, 'text 46 ü', 6.714285714285714, null, null, null, null, 7.428571428571429, x'353535', '2024-01-01 00:00:00', 935, null, 8.142857142857142, x'3a3a3a', '2024-01-01 00:00:00', 1020, 'text 61 ü', null, x'3f3f3f', '2024-01-01 00:00:00', null, 'text 66 ü', 9.571428571428571, x'444444', null, 1190, 'text 71 ü', null, x'494949', '2024-01-01 00:00:00', 1275, null, 11.0, x'4e4e4e', null, null, 'text 81 ü', 11.714285714285714, x'535353', '2024-01-01 00:00:00', 1445, 'text 86 ü', 12.428571428571429, null, null, 1530, 'text 91 ü', 13.142857142857142, x'5d5d5d', '2024-01-01 00:00:00', null, 'text 96 ü', null, x'626262', '2024-01-01 00:00:00', 1700, 'text 101 ü', 14.571428571428571, x'676767', '2024-01-01 00:00:00', 1785, 'text 106 ü', 15.285714285714286, x'6c6c6c', '2024-01-01 00:00:00', 1870, null, 16.0, x'717171', '2024-01-01 00:00:00', 1955, 'text 116 ü', 16.714285714285715, x'767676', '2024-01-01 00:00:00', null, null, 17.428571428571427, null, null, 2125, null, 18.142857142857142, null, null, 2210, 'text 131 ü', 18.857142857142858, x'858585', null, 2295, null, 19.571428571428573, x'8a8a8a', null, null, 'text 141 ü', 20.285714285714285, x'8f8f8f', '2024-01-01 00:00:00', 2465, null, null, x'949494', null, 2550, 'text 151 ü', 21.714285714285715, x'999999', null, 2635, 'text 156 ü', 22.428571428571427, null, '2024-01-01 00:00:00', 2720, 'text 161 ü', null, x'a3a3a3', '2024-01-01 00:00:00', 2805, 'text 166 ü', null, x'a8a8a8', '2024-01-01 00:00:00', 2890, 'text 171 ü', 24.571428571428573, null, '2024-01-01 00:00:00', 2975, 'text 176 ü', 25.285714285714285, x'b2b2b2', '2024-01-01 00:00:00', 3060, 'text 181 ü', 26.0, x'b7b7b7', '2024-01-01 00:00:00', 3145, 'text 186 ü', 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', 3230, 'text 191 ü', null, x'c1c1c1', null, 3315, null, 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(18, null, null, null, x'030303', '2024-01-01 00:00:00', 90, 'text 6 ü', 1.0, x'080808', '2024-01-01 00:00:00', null, 'text 11 ü', 1.7142857142857142, x'0d0d0d', '2024-01-01 00:00:00', 270, 'text 16 ü', null, x'121212', null, 360, 'text 21 ü', null, null, '2024-01-01 00:00:00', 450, 'text 26 ü', 3.857142857142857, x'1c1c1c', '2024-01-01 00:00:00', 540, 'text 31 ü', 4.571428571428571, x'212121', null, null, 'text 36 ü', 5.285714285714286, x'262626', '2024-01-01 00:00:00', 720, 'text 41 ü', 6.0, x'2b2b2b', null, 810, 'text 46 ü', null, x'303030', '2024-01-01 00:00:00', null, 'text 51 ü', 7.428571428571429, x'353535', '2024-01-01 00:00:00', null, 'text 56 ü', 8.142857142857142, x'3a3a3a', null, 1080, 'text 61 ü', 8.857142857142858, x'3f3f3f', '2024-01-01 00:00:00', null, 'text 66 ü', null, x'444444', '2024-01-01 00:00:00', 1260, 'text 71 ü', 10.285714285714286, x'494949', '2024-01-01 00:00:00', 1350, 'text 76 ü', null, x'4e4e4e', null, null, 'text 81 ü', 11.714285714285714, x'535353', '2024-01-01 00:00:00', 1530, 'text 86 ü', 12.428571428571429, null, '2024-01-01 00:00:00', 1620, null, 13.142857142857142, x'5d5d5d', '2024-01-01 00:00:00', 1710, 'text 96 ü', 13.857142857142858, x'626262', '2024-01-01 00:00:00', 1800, 'text 101 ü', null, x'676767', '2024-01-01 00:00:00', 1890, 'text 106 ü', 15.285714285714286, null, '2024-01-01 00:00:00', 1980, 'text 111 ü', 16.0, x'717171', '2024-01-01 00:00:00', 2070, 'text 116 ü', null, x'767676', '2024-01-01 00:00:00', 2160, 'text 121 ü', 17.428571428571427, x'7b7b7b', '2024-01-01 00:00:00', null, 'text 126 ü', 18.142857142857142, x'808080', '2024-01-01 00:00:00', 2340, 'text 131 ü', 18.857142857142858, null, '2024-01-01 00:00:00', 2430, 'text 136 ü', 19.571428571428573, x'8a8a8a', '2024-01-01 00:00:00', 2520, 'text 141 ü', 20.285714285714285, x'8f8f8f', null, 2610, 'text 146 ü', 21.0, x'949494', '2024-01-01 00:00:00', 2700, 'text 151 ü', null, x'999999', '2024-01-01 00:00:00', 2790, 'text 156 ü', null, x'9e9e9e', '2024-01-01 00:00:00', 2880, null, 23.142857142857142, null, '2024-01-01 00:00:00', 2970, null, 23.857142857142858, x'a8a8a8', '2024-01-01 00:00:00', 3060, 'text 171 ü', 24.571428571428573, x'adadad', '2024-01-01 00:00:00', 3150, 'text 176 ü', 25.285714285714285, x'b2b2b2', '2024-01-01 00:00:00', 3240, 'text 181 ü', 26.0, x'b7b7b7', '2024-01-01 00:00:00', 3330, 'text 186 ü', 26.714285714285715, x'bcbcbc', '2024-01-01 00:00:00', 3420, 'text 191 ü', 27.428571428571427, x'c1c1c1', '2024-01-01 00:00:00', 3510, null, 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00'),
(19, 0, 'text 1 ü', 0.2857142857142857, null, '2024-01-01 00:00:00', 95, 'text 6 ü', 1.0, x'080808', null, 190, 'text 11 ü', 1.7142857142857142, x'0d0d0d', '2024-01-01 00:00:00', null, null, null, x'121212', null, 380, null, 3.142857142857143, x'171717', '2024-01-01 00:00:00', 475, 'text 26 ü', null, x'1c1c1c', '2024-01-01 00:00:00', 570, 'text 31 ü', 4.571428571428571, x'212121', '2024-01-01 00:00:00', null, 'text 36 ü', 5.285714285714286, x'262626', null, 760, 'text 41 ü', 6.0, null, '2024-01-01 00:00:00', 855, 'text 46 ü', 6.714285714285714, x'303030', '2024-01-01 00:00:00', 950, 'text 51 ü', 7.428571428571429, x'353535', '2024-01-01 00:00:00', 1045, 'text 56 ü', null, x'3a3a3a', '2024-01-01 00:00:00', null, 'text 61 ü', null, x'3f3f3f', '2024-01-01 00:00:00', null, 'text 66 ü', 9.571428571428571, x'444444', null, 1330, 'text 71 ü', null, x'494949', '2024-01-01 00:00:00', 1425, 'text 76 ü', 11.0, x'4e4e4e', null, null, 'text 81 ü', 11.714285714285714, null, '2024-01-01 00:00:00', null, 'text 86 ü', 12.428571428571429, null, '2024-01-01 00:00:00', 1710, 'text 91 ü', 13.142857142857142, x'5d5d5d', '2024-01-01 00:00:00', null, 'text 96 ü', 13.857142857142858, x'626262', '2024-01-01 00:00:00', 1900, 'text 101 ü', 14.571428571428571, null, '2024-01-01 00:00:00', 1995, 'text 106 ü', 15.285714285714286, null, '2024-01-01 00:00:00', 2090, 'text 111 ü', 16.0, x'717171', null, 2185, 'text 116 ü', 16.714285714285715, null, '2024-01-01 00:00:00', 2280, 'text 121 ü', 17.428571428571427, null, '2024-01-01 00:00:00', 2375, 'text 126 ü', 18.142857142857142, x'808080', '2024-01-01 00:00:00', 2470, null, 18.857142857142858, x'858585', '2024-01-01 00:00:00', 2565, 'text 136 ü', 19.571428571428573, null, '2024-01-01 00:00:00', 2660, 'text 141 ü', 20.285714285714285, x'8f8f8f', null, 2755, null, 21.0, x'949494', null, 2850, null, null, x'999999', '2024-01-01 00:00:00', 2945, null, 22.428571428571427, x'9e9e9e', '2024-01-01 00:00:00', null, 'text 161 ü', 23.142857142857142, x'a3a3a3', '2024-01-01 00:00:00', 3135, 'text 166 ü', null, x'a8a8a8', '2024-01-01 00:00:00', 3230, 'text 171 ü', 24.571428571428573, x'adadad', '2024-01-01 00:00:00', 3325, 'text 176 ü', 25.285714285714285, x'b2b2b2', '2024-01-01 00:00:00', 3420, 'text 181 ü', 26.0, x'b7b7b7', '2024-01-01 00:00:00', 3515, 'text 186 ü', 26.714285714285715, null, '2024-01-01 00:00:00', 3610, 'text 191 ü', null, x'c1c1c1', null, null, null, 28.142857142857142, null, '2024-01-01 00:00:00'),
(20, 0, 'text 1 ü', null, x'030303', '2024-01-01 00:00:00', 100, 'text 6 ü', 1.0, null, null, null, 'text 11 ü', null, x'0d0d0d', '2024-01-01 00:00:00', 300, 'text 16 ü', 2.4285714285714284, x'121212', null, 400, 'text 21 ü', 3.142857142857143, x'171717', null, null, null, 3.857142857142857, x'1c1c1c', null, 600, 'text 31 ü', 4.571428571428571, x'212121', '2024-01-01 00:00:00', null, null, 5.285714285714286, x'262626', '2024-01-01 00:00:00', 800, null, 6.0, x'2b2b2b', '2024-01-01 00:00:00', null, 'text 46 ü', 6.714285714285714, x'303030', '2024-01-01 00:00:00', 1000, 'text 51 ü', 7.428571428571429, null, '2024-01-01 00:00:00', 1100, 'text 56 ü', 8.142857142857142, x'3a3a3a', '2024-01-01 00:00:00', 1200, 'text 61 ü', null, x'3f3f3f', '2024-01-01 00:00:00', 1300, 'text 66 ü', 9.571428571428571, x'444444', '2024-01-01 00:00:00', null, null, 10.285714285714286, x'494949', '2024-01-01 00:00:00', 1500, 'text 76 ü', null, x'4e4e4e', '2024-01-01 00:00:00', 1600, 'text 81 ü', null, x'535353', '2024-01-01 00:00:00', null, 'text 86 ü', 12.428571428571429, x'585858', '2024-01-01 00:00:00', 1800, 'text 91 ü', 13.142857142857142, x'5d5d5d', '2024-01-01 00:00:00', 1900, null, 13.857142857142858, x'626262', '2024-01-01 00:00:00', null, 'text 101 ü', 14.571428571428571, x'676767', '2024-01-01 00:00:00', 2100, 'text 106 ü', 15.285714285714286, null, '2024-01-01 00:00:00', 2200, 'text 111 ü', 16.0, x'717171', null, 2300, 'text 116 ü', 16.714285714285715, null, '2024-01-01 00:00:00', null, 'text 121 ü', 17.428571428571427, null, null, 2500, 'text 126 ü', 18.142857142857142, x'808080', '2024-01-01 00:00:00', 2600, 'text 131 ü', 18.857142857142858, x'858585', '2024-01-01 00:00:00', 2700, 'text 136 ü', 19.571428571428573, x'8a8a8a', null, 2800, 'text 141 ü', 20.285714285714285, x'8f8f8f', '2024-01-01 00:00:00', 2900, 'text 146 ü', 21.0, x'949494', '2024-01-01 00:00:00', 3000, null, 21.714285714285715, null, '2024-01-01 00:00:00', 3100, 'text 156 ü', 22.428571428571427, null, '2024-01-01 00:00:00', 3200, 'text 161 ü', 23.142857142857142, null, '2024-01-01 00:00:00', 3300, null, 23.857142857142858, x'a8a8a8', '2024-01-01 00:00:00', 3400, 'text 171 ü', 24.571428571428573, x'adadad', '2024-01-01 00:00:00', 3500, null, 25.285714285714285, x'b2b2b2', '2024-01-01 00:00:00', 3600, null, 26.0, null, '2024-01-01 00:00:00', 3700, 'text 186 ü', 26.714285714285715, null, '2024-01-01 00:00:00', 3800, 'text 191 ü', 27.428571428571427, x'c1c1c1', '2024-01-01 00:00:00', null, 'text 196 ü', 28.142857142857142, x'c6c6c6', '2024-01-01 00:00:00');
CREATE TABLE odd_types (id INTEGER PRIMARY KEY, a "UNSIGNED BIG INT", b "NATIVE CHARACTER(70)", c "DOUBLE PRECISION", d "FLOATING POINT", e STRING, f POINT, g "ENUM('a','b')", h "TINYINT(1)", i "BIT(1)", j "DATETIME(6)", k "TIMESTAMP WITH TIME ZONE", l "byte[]", m "TEXT[]", n intege, o "VARCHAR(255) ", p "numeric (10 , 2)", r GUID, s "character varying(20)", t YEAR, u "SERIAL", v "json NOT_A_CONSTRAINT");
insert into "odd_types" ("id", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "v") values
(1, 1.8446744073709552e+19, 'x', 1.5, 2.7, 7, '(1,2)', 'a', 1, 1, '2024-01-01', '2024-01-01 00:00:00+02', x'01', '{a}', 'toto', 'y', 1.1, x'12345678123456781234567812345678', 'z', 2024, 1, '{}');
CREATE TABLE desc_pk (id INTEGER PRIMARY KEY DESC, v TEXT);
insert into "desc_pk" ("id", "v") values
(10, 'a'),
(null, 'NULL key: not a rowid alias'),
(3, 'c');
CREATE TABLE int_pk (id INT PRIMARY KEY, v TEXT);
insert into "int_pk" ("id", "v") values
(1, 'a'),
('one', 'text key'),
(null, 'null key'),
(1.5, 'real key');
CREATE TABLE bulk (id INTEGER PRIMARY KEY, grp INTEGER NOT NULL, name TEXT, amount REAL, created TEXT);
insert into "bulk" ("id", "grp", "name", "amount", "created") values
(1, 37, 'name 570665', 130.42, '2024-10-16 00:00:00'),
(8, 4, 'name 635017', 13.17, '2023-08-09 00:00:00'),
(15, 14, 'name 201058', 995.64, '2017-09-27 00:00:00'),
(22, 30, 'name 416425', 639.07, '2012-04-21 00:00:00'),
(23, 33, 'name 408878', 741.25, '2020-02-06 00:00:00'),
(30, 2, 'name 315902', 780.08, '2023-05-16 00:00:00'),
(37, 46, 'name 964854', 878.81, '2021-07-13 00:00:00'),
(44, 28, 'name 981033', 134.15, '2015-02-02 00:00:00'),
(45, 31, 'name 227527', 257.98, '2020-07-25 00:00:00'),
(46, 26, 'name 531882', 833.48, '2019-06-18 00:00:00'),
(53, 26, 'name 612632', 232.39, '2015-11-01 00:00:00'),
(54, 38, 'name 703881', 695.57, '2021-06-18 00:00:00'),
(61, 36, 'name 109131', 713.82, '2013-11-27 00:00:00'),
(68, 17, 'name 298799', 124.43, '2017-11-16 00:00:00'),
(69, 22, 'name 839485', 66.61, '2024-03-01 00:00:00'),
(70, 27, 'name 806136', 415.2, '2011-01-20 00:00:00'),
(77, 48, 'name 47123', 377.8, '2019-06-18 00:00:00'),
(78, 32, 'name 247413', 998.51, '2014-01-03 00:00:00'),
(79, 38, 'name 561594', 31.38, '2013-07-10 00:00:00'),
(86, 16, 'name 163786', 689.73, '2023-06-11 00:00:00'),
(87, 8, 'name 940215', 861.71, '2016-08-28 00:00:00'),
(94, 24, 'name 675166', 866.83, '2020-09-04 00:00:00'),
(101, 32, 'name 284479', 431.19, '2021-12-08 00:00:00'),
(102, 27, 'name 270776', 521.13, '2018-06-01 00:00:00'),
(104, 37, 'name 330171', 20.05, '2019-10-21 00:00:00'),
(105, 3, 'name 664307', 627.34, '2017-06-22 00:00:00'),
(106, 38, 'name 741291', 278.92, '2017-01-19 00:00:00'),
(107, 43, 'name 22284', 963.31, '2014-11-15 00:00:00'),
(108, 37, 'name 630670', 320.03, '2015-03-11 00:00:00'),
(109, 38, 'name 276967', 300.4, '2016-02-25 00:00:00'),
(110, 36, 'name 716945', 735.17, '2014-09-08 00:00:00'),
(111, 15, 'name 343708', 187.39, '2016-11-23 00:00:00'),
(112, 6, 'name 629904', 321.97, '2015-11-27 00:00:00'),
(113, 28, 'name 849100', 855.54, '2012-02-11 00:00:00'),
(114, 36, 'name 473014', 270.6, '2022-02-02 00:00:00'),
(121, 12, 'name 330449', 806.78, '2023-10-06 00:00:00'),
(122, 21, 'name 846438', 827.95, '2011-10-12 00:00:00'),
(129, 8, 'name 441736', 291.94, '2022-05-15 00:00:00'),
(130, 40, 'name 437157', 290.4, '2019-07-02 00:00:00'),
(132, 9, 'name 209265', 4.66, '2023-10-17 00:00:00'),
(134, 35, 'name 996316', 985.76, '2021-04-02 00:00:00'),
(136, 48, 'name 695192', 748.01, '2014-09-11 00:00:00'),
(137, 4, 'name 899658', 588.68, '2014-02-26 00:00:00'),
(138, 2, 'name 36851', 903.61, '2021-09-07 00:00:00'),
(140, 36, 'name 51754', 13.14, '2021-02-06 00:00:00'),
(147, 19, 'name 250658', 662.9, '2018-09-14 00:00:00'),
(148, 39, 'name 119104', 341.35, '2014-09-16 00:00:00'),
(149, 22, 'name 231528', 197.33, '2018-02-06 00:00:00'),
(150, 17, 'name 966542', 889.63, '2012-01-16 00:00:00'),
(157, 25, 'name 52357', 756.49, '2013-05-20 00:00:00'),
(164, 33, 'name 443530', 50.97, '2015-01-28 00:00:00'),
(165, 49, 'name 133025', 46.18, '2010-02-16 00:00:00'),
(166, 45, 'name 90311', 515.4, '2017-06-06 00:00:00'),
(167, 4, 'name 368353', 385.8, '2016-10-10 00:00:00'),
(168, 16, 'name 200363', 988.02, '2016-02-05 00:00:00'),
(175, 0, 'name 750825', 723.04, '2022-02-19 00:00:00'),
(176, 2, 'name 391406', 460.82, '2020-09-13 00:00:00'),
(177, 39, 'name 929601', 431.59, '2015-11-16 00:00:00'),
(178, 26, 'name 996450', 694.12, '2017-01-08 00:00:00'),
(179, 34, 'name 283210', 695.17, '2011-07-08 00:00:00'),
(181, 8, 'name 922400', 28.09, '2015-06-18 00:00:00'),
(182, 7, 'name 486689', 690.56, '2023-12-22 00:00:00'),
(189, 24, 'name 699989', 108.63, '2015-10-18 00:00:00'),
(190, 37, 'name 751390', 4.9, '2012-04-25 00:00:00'),
(192, 2, 'name 552815', 91.8, '2011-11-13 00:00:00'),
(193, 1, 'name 358071', 841.54, '2011-01-28 00:00:00'),
(194, 43, 'name 505330', 836.18, '2014-10-10 00:00:00'),
(195, 2, 'name 804696', 563.64, '2018-12-08 00:00:00'),
(196, 35, 'name 785346', 99.91, '2018-01-18 00:00:00'),
(197, 36, 'name 189186', 828.06, '2013-03-21 00:00:00'),
(198, 29, 'name 645902', 700.11, '2016-05-12 00:00:00'),
(205, 25, 'name 984366', 350.28, '2016-02-13 00:00:00'),
(212, 15, 'name 974640', 412.83, '2021-03-14 00:00:00'),
(219, 48, 'name 607990', 673.86, '2018-11-16 00:00:00'),
(220, 41, 'name 420533', 897.4, '2012-03-04 00:00:00'),
(222, 47, 'name 506987', 916.61, '2018-08-19 00:00:00'),
(223, 8, 'name 280344', 752.05, '2012-10-17 00:00:00'),
(224, 14, 'name 892852', 691.13, '2022-05-22 00:00:00'),
(226, 38, 'name 895105', 584.57, '2014-04-10 00:00:00'),
(227, 17, 'name 502781', 804.1, '2013-03-19 00:00:00'),
(228, 15, 'name 337685', 482.6, '2023-03-14 00:00:00'),
(230, 44, 'name 628097', 205.76, '2019-11-18 00:00:00'),
(231, 30, 'name 755718', 72.37, '2016-12-02 00:00:00'),
(233, 14, 'name 934269', 234.78, '2021-11-03 00:00:00'),
(234, 16, 'name 253851', 890.17, '2022-05-05 00:00:00'),
(235, 39, 'name 738967', 675.14, '2010-05-06 00:00:00'),
(236, 20, 'name 192169', 423.3, '2021-02-04 00:00:00'),
(237, 16, 'name 874438', 913.75, '2010-06-15 00:00:00'),
(244, 46, 'name 708320', 336.64, '2010-06-11 00:00:00'),
(246, 24, 'name 509503', 77.97, '2020-10-24 00:00:00'),
(248, 25, 'name 131518', 544.36, '2011-05-03 00:00:00'),
(250, 7, 'name 459715', 887.19, '2024-05-04 00:00:00'),
(257, 44, 'name 392401', 678.43, '2015-08-10 00:00:00'),
(258, 6, 'name 790825', 944.45, '2015-11-19 00:00:00'),
(265, 33, 'name 118799', 666.88, '2018-06-02 00:00:00'),
(266, 43, 'name 763252', 566.39, '2012-11-21 00:00:00'),
(267, 11, 'name 388790', 889.92, '2020-08-04 00:00:00'),
(268, 35, 'name 148252', 920.81, '2020-12-21 00:00:00'),
(275, 26, 'name 581879', 300.57, '2012-08-16 00:00:00'),
(276, 11, 'name 739735', 68.6, '2021-03-25 00:00:00'),
(283, 34, 'name 603830', 739.64, '2015-02-09 00:00:00'),
(284, 24, 'name 56070', 872.54, '2010-08-17 00:00:00'),
(285, 15, 'name 729228', 768.9, '2015-06-13 00:00:00'),
(287, 34, 'name 848461', 771.71, '2015-08-28 00:00:00'),
(288, 9, 'name 283626', 590.12, '2020-02-19 00:00:00'),
(289, 11, 'name 732087', 189.17, '2016-11-24 00:00:00'),
(291, 47, 'name 134717', 591.92, '2012-07-26 00:00:00'),
(292, 34, 'name 553229', 170.33, '2012-04-28 00:00:00'),
(293, 23, 'name 819633', 293.02, '2023-08-14 00:00:00'),
(295, 20, 'name 579449', 906.16, '2014-11-16 00:00:00'),
(302, 43, 'name 741283', 299.4, '2023-11-16 00:00:00'),
(303, 38, 'name 199738', 726.83, '2010-02-25 00:00:00'),
(304, 31, 'name 181516', 523.64, '2017-04-07 00:00:00'),
(311, 13, 'name 38862', 812.72, '2024-11-15 00:00:00'),
(312, 36, 'name 297012', 959.02, '2024-03-05 00:00:00'),
(314, 5, 'name 653554', 923.53, '2010-06-20 00:00:00'),
(315, 32, 'name 81617', 498.6, '2010-06-11 00:00:00'),
(316, 22, 'name 728403', 693.42, '2011-10-25 00:00:00'),
(317, 45, 'name 83857', 739.72, '2015-04-03 00:00:00'),
(318, 27, 'name 732988', 756.85, '2017-06-04 00:00:00'),
(319, 26, 'name 81728', 845.25, '2021-03-13 00:00:00'),
(321, 30, 'name 733246', 67.98, '2023-07-07 00:00:00'),
(323, 19, 'name 24504', 464.41, '2022-12-13 00:00:00'),
(325, 11, 'name 477496', 899.41, '2021-05-12 00:00:00'),
(326, 28, 'name 555043', 361.53, '2016-04-01 00:00:00'),
(327, 16, 'name 821224', 369.63, '2023-08-18 00:00:00'),
(328, 10, 'name 219453', 22.23, '2019-07-17 00:00:00'),
(329, 40, 'name 28817', 139.26, '2019-03-15 00:00:00'),
(331, 11, 'name 62618', 841.59, '2016-08-11 00:00:00'),
(333, 2, 'name 737613', 714.0, '2013-07-02 00:00:00'),
(335, 31, 'name 27958', 908.95, '2024-04-08 00:00:00'),
(336, 24, 'name 497639', 190.64, '2015-10-04 00:00:00'),
(337, 7, 'name 623288', 51.89, '2021-05-09 00:00:00'),
(339, 19, 'name 512302', 249.97, '2014-01-27 00:00:00'),
(340, 40, 'name 361485', 317.04, '2010-11-14 00:00:00'),
(341, 37, 'name 647635', 3.66, '2010-11-03 00:00:00'),
(342, 10, 'name 527468', 36.61, '2010-04-21 00:00:00'),
(349, 21, 'name 210437', 899.86, '2022-08-11 00:00:00'),
(351, 22, 'name 985755', 658.63, '2016-05-25 00:00:00'),
(358, 40, 'name 992518', 394.36, '2014-03-28 00:00:00'),
(360, 7, 'name 532129', 389.86, '2015-09-22 00:00:00'),
(362, 11, 'name 878147', 739.79, '2021-07-27 00:00:00'),
(369, 22, 'name 968363', 183.93, '2022-07-15 00:00:00'),
(370, 28, 'name 817328', 702.74, '2015-05-27 00:00:00'),
(371, 32, 'name 755634', 752.74, '2024-12-23 00:00:00'),
(373, 31, 'name 44809', 153.89, '2021-01-27 00:00:00'),
(375, 5, 'name 795293', 691.86, '2020-02-11 00:00:00'),
(376, 38, 'name 884636', 801.34, '2010-10-28 00:00:00'),
(377, 28, 'name 489106', 896.89, '2021-11-11 00:00:00'),
(378, 0, 'name 75557', 194.84, '2022-02-11 00:00:00'),
(385, 19, 'name 115481', 450.33, '2023-11-07 00:00:00'),
(386, 44, 'name 51191', 977.64, '2024-11-05 00:00:00'),
(393, 0, 'name 117554', 229.92, '2013-04-28 00:00:00'),
(400, 32, 'name 440005', 504.94, '2024-10-11 00:00:00'),
(407, 12, 'name 490193', 177.61, '2011-01-27 00:00:00'),
(408, 38, 'name 25160', 858.88, '2011-04-09 00:00:00'),
(409, 6, 'name 487833', 399.13, '2023-11-20 00:00:00'),
(410, 41, 'name 509171', 761.4, '2023-12-12 00:00:00'),
(412, 38, 'name 693187', 445.6, '2011-05-27 00:00:00'),
(419, 28, 'name 854381', 379.41, '2011-09-01 00:00:00'),
(421, 19, 'name 763372', 642.66, '2015-06-07 00:00:00'),
(423, 48, 'name 75001', 923.93, '2020-12-12 00:00:00'),
(425, 41, 'name 70259', 605.87, '2013-04-12 00:00:00'),
(426, 21, 'name 247611', 430.83, '2011-05-07 00:00:00'),
(427, 10, 'name 785945', 930.93, '2021-04-28 00:00:00'),
(434, 29, 'name 976586', 711.26, '2023-07-12 00:00:00'),
(435, 39, 'name 995732', 409.27, '2024-07-16 00:00:00'),
(442, 2, 'name 306230', 957.48, '2010-03-04 00:00:00'),
(443, 46, 'name 158005', 294.3, '2018-01-21 00:00:00'),
(445, 2, 'name 204278', 745.19, '2014-08-14 00:00:00'),
(446, 22, 'name 490934', 742.09, '2021-05-05 00:00:00'),
(447, 28, 'name 313873', 908.47, '2017-02-07 00:00:00'),
(448, 31, 'name 799780', 809.99, '2014-07-26 00:00:00'),
(449, 10, 'name 452244', 311.94, '2017-08-17 00:00:00'),
(456, 14, 'name 377187', 956.53, '2014-05-01 00:00:00'),
(458, 23, 'name 929889', 359.3, '2023-05-24 00:00:00'),
(459, 33, 'name 10546', 14.29, '2020-09-05 00:00:00'),
(466, 1, 'name 173779', 950.11, '2010-04-25 00:00:00'),
(468, 22, 'name 823693', 362.82, '2018-01-16 00:00:00'),
(469, 15, 'name 13828', 276.81, '2024-06-27 00:00:00'),
(470, 38, 'name 572538', 811.23, '2017-05-09 00:00:00'),
(471, 43, 'name 841091', 498.61, '2021-05-11 00:00:00'),
(472, 1, 'name 450429', 37.32, '2020-03-25 00:00:00'),
(479, 15, 'name 999847', 135.67, '2022-07-17 00:00:00'),
(480, 35, 'name 140219', 279.59, '2012-01-01 00:00:00'),
(482, 41, 'name 63360', 896.97, '2024-08-15 00:00:00'),
(489, 42, 'name 791310', 928.62, '2023-10-17 00:00:00'),
(491, 23, 'name 543591', 632.15, '2014-03-03 00:00:00'),
(492, 35, 'name 106500', 408.15, '2015-08-15 00:00:00'),
(493, 16, 'name 474497', 283.04, '2018-03-19 00:00:00'),
(494, 8, 'name 547355', 37.76, '2017-04-27 00:00:00'),
(496, 37, 'name 642214', 273.39, '2015-10-20 00:00:00'),
(503, 7, 'name 511272', 125.22, '2022-12-25 00:00:00'),
(504, 6, 'name 456326', 668.69, '2015-01-17 00:00:00'),
(506, 48, 'name 866734', 643.55, '2013-05-12 00:00:00'),
(507, 41, 'name 401922', 941.53, '2016-06-02 00:00:00'),
(508, 13, 'name 996056', 37.89, '2015-06-20 00:00:00'),
(510, 35, 'name 295643', 35.55, '2016-05-14 00:00:00'),
(511, 31, 'name 240912', 956.79, '2021-02-23 00:00:00'),
(518, 7, 'name 779111', 632.29, '2011-11-27 00:00:00');
CREATE VIRTUAL TABLE fts_notes using fts5(title, body);
CREATE VIRTUAL TABLE rt using rtree(id, minx, maxx);
insert into fts_notes values ('hello', 'world of text');
insert into rt values (1, 0.0, 1.0);
delete from sqlite_sequence; insert into sqlite_sequence (name, seq) values ('autoinc', 1000), ('autoinc_empty', 41);
CREATE INDEX "a_very_long_identifier_that_goes_beyond_the_postgresql_limit_of_63_index_A" on "a_very_long_identifier_that_goes_beyond_the_postgresql_limit_of_63_table_B"(x);
CREATE INDEX "a_very_long_identifier_that_goes_beyond_the_postgresql_limit_of_63_index_B" on "a_very_long_identifier_that_goes_beyond_the_postgresql_limit_of_63_table_B"(x, id);
CREATE UNIQUE INDEX ix_partial on idx_zoo(c) where deleted = 0 and c is not null;
CREATE INDEX ix_expr on idx_zoo(lower(b), a desc);
CREATE INDEX ix_json on idx_zoo(iif(json_valid(c), json_extract(c, '$.x'), null));
CREATE INDEX ix_strftime on idx_zoo(substr(b, 1, 2) || ifnull(c, ''));
CREATE INDEX ix_glob on idx_zoo(a) where b glob 'B[12]';
CREATE INDEX ix_collate on idx_zoo(b collate nocase);
CREATE INDEX "ix with space" on idx_zoo(a, b);
CREATE VIEW v_simple as select id, name from customers;
CREATE VIEW v_sqlite as select id, ifnull(b,'-') b2, strftime('%Y', '2024-01-01') y, group_concat(c, '|') g from idx_zoo group by a;
CREATE VIEW "v Mixed %s" as select "select" s, "from" f from "order";
CREATE VIEW v_broken as select * from table_that_is_gone;
CREATE VIEW v_rec as with recursive n(i) as (select 1 union all select i+1 from n where i<5) select i from n;
CREATE TRIGGER trg_ai after insert on customers begin insert into autoinc(v) values ('by trigger'); end;
CREATE TRIGGER trg_upd before update of name on customers when new.name is null begin select raise(abort,'no'); end;
CREATE TRIGGER trg_view instead of insert on v_simple begin insert into customers(name) values (new.name); end;
analyze;
