using System.Collections.Frozen;

namespace Proviso.Screening.Names;

/// <summary>Words of names that mean little or stand for longer ones: forms of companies, abbreviations of the trade, titles of persons.</summary>
/// <remarks>
/// Forms follow the kinds that ISO 20275 lists per country, told apart only as far as lists and papers keep them apart: a limited company, one with
/// shares, a partnership, a state company. They weigh little, so a wrong form lowers a score and hides nothing.
/// </remarks>
internal static class NameWords
{
    /// <summary>Forms of companies, each with the kind it stands for. Several words first.</summary>
    public static readonly FrozenDictionary<string, string> LegalForms = Pairs(
        "limited",
        "ltd limited llc lllc l.l.c gmbh mbh sarl srl sl slu bv bvba ooo ooó tov pvt pte pty sdn kft doo dooel zoo spzoo oy ab as aps tdpk youxiangongsi " +
            "yuxiangongsi yugenkaisha yugen ou uab sia lda ltda lda eirl ehf wll fze fzco fzc fzllc spc dmcc sro eurl eireli gk yk oue osauhing pt firma est establishment etablissements ets maison ek",
        "shares",
        "inc incorporated corp corporation co company plc ag sa spa nv se kk kabushikigaisha jusikhoesa jusighoesa chusikhoesa jsc ao oao pao zao pjsc ojsc " +
            "cjsc aod ad akc akcionarsko ahs anonim tas tbk asa gufenyouxiangongsi gufengongsi jituangongsi gongsi bhd nyrt zrt rt koncern sae psc qsc saog saoc " +
            "saa sab tbk eood oyj sal ksc kscc kscp qpsc aktiengesellschaft aktiebolag aktiebolaget aktieselskab aksjeselskap osakeyhtio spolka akcyjna aktsiaselts",
        "partnership", "jv lp llp kg kgaa ohg gbr snc sca cv vof scs llc&co gesmbh",
        "state", "fgup gup mup fgbu fgku fsue soe fgunpp");

    /// <summary>Forms of several words, as sequences; the longest that fits is taken.</summary>
    public static readonly FrozenDictionary<string, string> LegalPhrases = Pairs(
        "limited",
        "gesellschaft_mit_beschrankter_haftung|gesellschaft_mbh|besloten_vennootschap|societe_a_responsabilite_limitee|sociedad_de_responsabilidad_limitada|spolka_z_o_o|" +
            "limited_liability_company|private_limited|company_limited|co_ltd|co_limited|pte_ltd|pvt_ltd|sdn_bhd|pty_ltd|" +
            "obshchestvo_s_ogranichennoi_otvetstvennostyu|obshchestvo_s_ogranichennoy_otvetstvennostyu|sp_z_o_o|s_r_l|l_l_c|s_a_r_l|" +
            "tovarystvo_z_obmezhenoyu_vidpovidalnistyu|free_zone_company|you_xian_gong_si|you_xian_ze_ren_gong_si|s_de_r_l_de_c_v|s_r_o|sp_k|e_u_r_l|fz_llc|yugen_kaisha|godo_kaisha|representative_office|trading_est|trading_establishment|joint_venture",
        "shares",
        "joint_stock_company|open_joint_stock_company|public_joint_stock_company|closed_joint_stock_company|joint_stock_co|aktsionernoe_obshchestvo|" +
            "aktsionernoye_obshchestvo|aktionernoe_obschestvo|publichnoe_aktsionernoe_obshchestvo|otkrytoe_aktsionernoe_obshchestvo|" +
            "zakrytoe_aktsionernoe_obshchestvo|nepublichnoe_aktsionernoe_obshchestvo|anonim_sirketi|s_a|s_p_a|public_limited_company|gu_fen_you_xian_gong_si|" +
            "s_a_de_c_v|sa_de_cv|kabushiki_gaisha|societe_anonyme|sociedad_anonima|sociedade_anonima|societa_per_azioni|naamloze_vennootschap|akciova_spolecnost|spolka_akcyjna",
        "state", "federal_state_unitary_enterprise|federalnoe_gosudarstvennoe_unitarnoe_predpriyatie|state_unitary_enterprise|federal_state_budgetary_institution|state_owned_enterprise");

    /// <summary>Abbreviations of the trade and other spellings, each with the word it stands for.</summary>
    public static readonly FrozenDictionary<string, string> Abbreviations = Pairs(
        "technology", "tech technol technologies tekhnologii tekhnologiya tekhnologiy teknoloji tecnologia technologie",
        "technical", "techn tekhnicheskiy tekhnicheskii tehnicheskiy",
        "communication", "comm comms communications",
        "group", "grp grupo gruppa groupe gruppe jituan",
        "international", "intl int'l internatl mezhdunarodnyy internacional",
        "industry", "ind inds industries industrial industria industri",
        "institute", "inst institut instituto institution",
        "university", "univ universidad universitet universite universitesi daxue",
        "manufacturing", "mfg manuf manufacture manufacturer",
        "development", "dev devel developing",
        "research", "res rsch issledovatelskiy issledovatelskii",
        "science", "sci sciences scientific nauchno nauchnyy",
        "electronics", "elec electr electron electronic elektronika elektronik electronica",
        "engineering", "eng engg engr inzhiniring ingenieria",
        "equipment", "equip eqpt equipments",
        "services", "srvc srvcs srvces svc svcs service serv servis servisi",
        "trading", "trdg trd trade ticaret torgovyy torgovaya",
        "import", "imp ithalat",
        "export", "exp ihracat",
        "management", "mgmt mgt",
        "systems", "sys syst system sistemy sistemi",
        "holding", "hldg hldgs holdings kholding",
        "laboratory", "lab labs laboratories laboratoriya",
        "association", "assoc assn asociacion assotsiatsiya",
        "brothers", "bros",
        "department", "dept",
        "national", "natl nat'l nacional natsionalnyy",
        "general", "gen genl",
        "aviation", "avia avn aviatsionnyy",
        "aerospace", "aero",
        "shipping", "shpg shipp",
        "transport", "transp transportation",
        "logistics", "logis",
        "petroleum", "petrol",
        "chemical", "chem chemicals",
        "semiconductor", "semicon semi semiconductors",
        "microelectronics", "microelec",
        "computer", "comp computers",
        "computing", "computation",
        "network", "netw networks",
        "software", "sw",
        "center", "centre ctr centr tsentr",
        "factory", "fty",
        "production", "prod proizvodstvennoe",
        "products", "product",
        "instrument", "instruments instr",
        "and", "&",
        "first", "1st",
        "second", "2nd",
        "third", "3rd",
        "fourth", "4th",
        "fifth", "5th",
        "sixth", "6th",
        "seventh", "7th",
        "eighth", "8th",
        "ninth", "9th",
        "tenth", "10th",
        "saint", "st sankt",
        "number", "no nr",
        "muhammad", "mohammed mohammad mohamed mohamad muhammed mohd mohamud mehmed mehmet mukhammad mahomed",
        "abd", "abdul abdel abdal",
        "yusuf", "yousef yusef youssef yousuf",
        "husayn", "hussein hussain husain husein huseyn",
        "ahmad", "ahmed achmed",
        "aleksandr", "alexander alexandr oleksandr aliaksandr",
        "vladimir", "wladimir volodymyr uladzimir",
        "dmitriy", "dmitri dmitry dmytro",
        "sergey", "sergei serhiy serguei",
        "andrey", "andrei andriy",
        "mikhail", "michail mykhailo mihail",
        "yevgeniy", "evgeny evgeniy evgenii yevgeny",
        "nikolay", "nikolai mykola",
        "yuriy", "yuri iurii yury",
        "aleksey", "alexei alexey aleksei oleksiy",
        "georgiy", "georgi georgy",
        "viktor", "victor",
        "ekaterina", "yekaterina katerina",
        "elena", "yelena olena");

    /// <summary>Words of Chinese and Japanese names that papers translate instead of spelling, in simplified and traditional signs; longest first.</summary>
    public static readonly (string Signs, string Words)[] Translated =
    [
        .. Translations(
            "有限责任公司|有限責任公司|有限公司", "limited", "股份有限公司|股份公司|株式会社|株式會社", "corporation", "集团|集團", "group", "总公司|總公司|公司|会社|會社", "company",
            "技术|技術|科技", "technology", "电子|電子", "electronics", "通信|通讯|通訊", "communication", "工业|工業", "industry", "研究所", "research institute", "研究院", "research academy",
            "学院|學院", "institute", "大学|大學", "university", "理工大学|理工大學", "university of technology", "科学|科學", "science", "科学院|科學院", "academy of sciences", "国际|國際", "international",
            "贸易|貿易", "trading", "设备|設備", "equipment", "半导体|半導體", "semiconductor", "集成电路|集成電路", "integrated circuit", "微电子|微電子", "microelectronics", "光电|光電", "optoelectronics",
            "中国|中國", "china", "航天", "aerospace", "航空航天", "aeronautics and astronautics", "航空", "aviation", "工程", "engineering", "制造|製造", "manufacturing", "投资|投資", "investment", "控股", "holding",
            "网络|網絡", "network", "软件|軟件", "software", "计算机|計算機", "computer", "系统|系統", "systems", "信息|資訊", "information", "材料", "materials", "化工", "chemical", "机械|機械", "machinery",
            "国家|國家", "national", "实验室|實驗室", "laboratory", "中心", "center", "超级计算|超級計算", "supercomputing", "发展|發展", "development", "服务|服務", "services", "物流", "logistics", "汽车|汽車", "automobile",
            "自动化|自動化", "automation", "仪器|儀器", "instrument", "动力|動力", "power", "石油", "petroleum", "船舶", "shipbuilding", "兵器", "ordnance", "国防|國防", "defense", "邮电|郵電", "posts and telecommunications",
            "交通", "jiaotong", "师范|師範", "normal", "医学|醫學", "medical", "农业|農業", "agricultural", "民用", "civil", "香港", "hong kong", "澳门|澳門", "macau", "台湾|臺灣|台灣", "taiwan", "西北",
            "northwestern", "东南|東南", "southeast", "西安", "xian", "哈尔滨|哈爾濱", "harbin", "厦门|廈門", "xiamen", "重庆|重慶", "chongqing", "长春|長春", "changchun", "长沙|長沙", "changsha"),
    ];

    /// <summary>Titles of persons and small words, which count for nothing.</summary>
    public static readonly FrozenSet<string> Empty = new HashSet<string>(StringComparer.Ordinal)
    {
        "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "sheikh", "shaikh", "sheik", "shaykh", "haji", "hajji", "hadji", "mullah", "mawlawi", "maulavi", "maulvi",
        "sayyid", "sayed", "syed", "engineer", "colonel", "col", "captain", "capt", "maj", "major", "lt", "brig", "brigadier", "president", "presidente", "presiden",
        "presedintele", "elnok", "hon", "rev",
        "the", "of", "for", "de", "del", "la", "le", "el", "der", "die", "das", "du", "da", "di", "und", "et", "y", "i", "a", "dba", "aka", "fka", "im", "imeni", "named", "after",
    }.ToFrozenSet(StringComparer.Ordinal);

    // A form or an abbreviation with one wrong letter would count as a rare word. Shorter words than this are too easily another word.
    private const int ShortestMistyped = 6;

    private static readonly Lazy<FrozenDictionary<string, (string Word, bool IsForm)>> Mistyped = new(() =>
    {
        var known = LegalForms.Select(p => (p.Key, p.Value, true)).Concat(Abbreviations.Select(p => (p.Key, p.Value, false)))
            .Concat(Abbreviations.Values.Distinct(StringComparer.Ordinal).Select(v => (v, v, false))).Concat(new[] { ("liability", "limited", true), ("stock", "shares", true) });
        var all = new Dictionary<string, (string, bool)>(StringComparer.Ordinal);
        foreach (var (word, meant, form) in known.Where(k => k.Item1.Length >= ShortestMistyped))
        {
            foreach (var wrong in OneEditAway(word))
            {
                all.TryAdd(wrong, (meant, form));
            }
        }

        return all.Where(p => !LegalForms.ContainsKey(p.Key) && !Abbreviations.ContainsKey(p.Key)).ToFrozenDictionary(StringComparer.Ordinal);
    });

    /// <summary>What a word stands for when one letter of a long form or abbreviation is wrong, or null.</summary>
    public static (string Word, bool IsForm)? MistypedFor(string word) =>
        word.Length >= ShortestMistyped - 1 && Mistyped.Value.TryGetValue(word, out var meant) ? meant : null;

    private static IEnumerable<string> OneEditAway(string word)
    {
        for (var i = 0; i <= word.Length; i++)
        {
            for (var c = 'a'; c <= 'z'; c++)
            {
                yield return word.Insert(i, c.ToString());
                if (i < word.Length)
                {
                    yield return word[..i] + c + word[(i + 1)..];
                }
            }

            if (i < word.Length)
            {
                yield return word.Remove(i, 1);
            }

            if (i + 1 < word.Length)
            {
                yield return word[..i] + word[i + 1] + word[i] + word[(i + 2)..];
            }
        }
    }

    private static IEnumerable<(string Signs, string Words)> Translations(params string[] rows) =>
        Enumerable.Range(0, rows.Length / 2).SelectMany(i => rows[2 * i].Split('|').Select(signs => (signs, rows[(2 * i) + 1]))).OrderByDescending(p => p.Item1.Length);

    private static FrozenDictionary<string, string> Pairs(params string[] rows)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Length; i += 2)
        {
            foreach (var word in rows[i + 1].Split(rows[i + 1].Contains('|', StringComparison.Ordinal) ? '|' : ' '))
            {
                pairs[word] = rows[i];
            }
        }

        return pairs.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
