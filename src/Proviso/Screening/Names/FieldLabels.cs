using System.Collections.Frozen;
using Proviso.Places;

namespace Proviso.Screening.Names;

/// <summary>Words of shipping papers that stand around a name and are no part of it.</summary>
/// <remarks>A word here takes nothing from a name: the whole field is compared in any case, and what is left without these words besides.</remarks>
internal static class FieldLabels
{
    /// <summary>The most words of a label.</summary>
    public const int MostWords = 5;

    /// <summary>Labels that part a field wherever they stand. A stroke stands for letters that are written with strokes or points between them.</summary>
    public static readonly FrozenSet<string> Anywhere = Rows(
        "c/o|c-o|care of|in care of|attn|att|attention|attn of|for the attention of|fao|f/a/o|kind attn|kind attention|a/c|account of|for account of|for the account of|on account of|acc of|by account of",
        "on behalf of|for and on behalf of|in behalf of|behalf of|obo|o/b/o|b/o|in the name of|in name of|in favour of|in favor of|in trust for|by order of|by order and for account of|order of|to the order of|to order of|unto order of",
        "dba|d/b/a|doing business as|doing business under|doing business under the name of|aka|a/k/a|also known as|known as|better known as|commonly known as|alias|a.k.a|fka|f/k/a|nka|n/k/a|now known as|"
            + "formerly|formerly known as|former name|previously|previously known as|previous name",
        "formerly trading as|formally known as|renamed|renamed to|now called|also called|also called as|so called|trading as|t/a|t.a|trading under|trading under the name|trading name|trade name|operating as|"
            + "o/a|acting as|acting for|acting through|acting on behalf of|as agent for|as agents for|as agent of|agent for|agent of",
        "as nominee for|nominee of|nominee for|as trustee for|represented by|through|via|subsidiary of|a subsidiary of|wholly owned subsidiary of|affiliate of|an affiliate of|affiliated with|division of|a "
            + "division of|branch of|branch office of|part of|member of|a member of|unit of|owned by|controlled by|managed by|operated by|successor of|successor to|predecessor of|parent of|parent company",
        "m/s|messrs|messers|m.s|consignee|consignees|consigned to|notify party|notify parties|also notify|notify|shipper|ship to|shipped to|sold to|bill to|billed to|invoice to|deliver to|delivery to|"
            + "delivered to|delivery address|ship from|sent to|send to|dispatch to|end user|end users|enduser|end use|ultimate consignee|ultimate end user|final consignee|intermediate consignee",
        "tel|tel no|telephone|phone|phone no|ph|fax|fax no|telefax|telex|mobile|mob|cell|cellphone|email|e mail|mail|website|web site|homepage|www|http|https|wechat|whatsapp|skype|vat|vat no|vat id|vat number|"
            + "vat reg no|tin|tax id|tax no|tax number|taxpayer id|taxid|ein|eori|eori no|gst|gstin|gst no|duns|d u n s|lei|inn|ogrn|kpp|okpo|uscc|usci|uscc no|crn|cr no|reg no|registration no|registration number|"
            + "company no|license no|licence no|id no|passport|passport no|pan no|cage code|bic|swift|iban|account no|acct no|po box|p.o|p/o|pob|postbox|postal code|postcode|post code|zip|zip code|plz|cep",
        "contact|contact person|contact name|person in charge|pic|dept of|address|addr|add|registered office|registered address|head office|headquarters|located at|situated at|having its office at|with "
            + "offices at|with its registered office at|ref|reference|our ref|your ref|order no|po no|p.o no|purchase order|invoice no|contract no|awb|hawb|mawb|bl no|b/l|b/l no|l/c|lc no",
        "收货人|通知人|发货人|最终用户|用户|联系人|电话|地址|邮编|代表|转交|转|又名|曾用名|原名|简称|грузополучатель|получатель|грузоотправитель|отправитель|плательщик|покупатель|продавец|для|через|от имени|тел|адрес|инн|огрн|кпп|почта");

    /// <summary>The first words of labels, so that most words need no second look.</summary>
    public static readonly FrozenSet<string> FirstWords = Anywhere.Select(l => l.Split(' ', '/', '.', '-')[0]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Titles after which a person stands, and then perhaps the company.</summary>
    public static readonly FrozenSet<string> Titles = Rows("mr|mrs|ms|miss|dr|prof|eng|ing|herr|frau|sr|sra|mme|m");

    /// <summary>Words that are dropped from the beginning and the end of a part.</summary>
    public static readonly FrozenSet<string> AtEdges = Rows(
        "to|for|from|by|with|the|of|at|in|on|as|and|or|re|cc|dear|mr|mrs|ms|miss|sir|sirs|madam|gentlemen|messrs|m/s|mssrs|monsieur|herr|frau|senor|sr|sra|dr|prof|hon|consignee|consignor|notify|party|parties|"
            + "shipper|exporter|importer|buyer|buyers|seller|sellers|vendor|supplier|customer|client|purchaser|payer|payee|receiver|recipient|addressee|sender",
        "beneficiary|applicant|manufacturer|forwarder|freight|carrier|broker|agent|agents|distributor|reseller|dealer|agency|trustee|nominee|end|user|users|enduser|end-user|use|ultimate|final|intermediate|"
            + "foreign|actual|original|registered|new|old|first|second|third|name|names|company|firm|entity|organization|organisation|number|no|nr|id|code|details|detail|info|our|your|their|its|this|that|is|are|was|"
            + "be|will|please|pls|kindly|urgent",
        "confidential|copy|draft|tbc|tbd|test|via|c/o|attn|attention|obo|hereinafter|hereafter|called|referred|branch|office|hq|headquarters|head|warehouse|plant|site|unit|dept|department|division|ship|"
            + "shipment|sold|bill|deliver|delivery|account|behalf|order|only|ex|exw|fob|cif|ddp|dap|fca|cfr|account|listed|sanctioned|denied|cleared|approved|verified|ok|kyc|screened|etc|для");

    /// <summary>Words of addresses: what stands before the first of them may be a name.</summary>
    public static readonly FrozenSet<string> OfAddresses = Rows(
        "no|room|rm|floor|flr|fl|unit|suite|ste|apt|flat|building|bldg|block|blk|tower|plaza|house|lot|plot|street|st|str|strasse|straße|road|rd|lu|avenue|ave|av|boulevard|blvd|lane|ln|drive|dr|way|highway|"
            + "hwy|square|sq|district|dist|zone|park|province|prov|state|city|town|village|county|region|oblast|raion|prospekt|prospect|pr|ul|ulitsa|ulica|dom|kv|jalan|jl|jln|rue|via|viale|calle|carrera|rua|avenida|"
            + "cad|cd|sokak|sok|mah|mahallesi|warehouse|wh|industrial estate|free zone|p.o|po box|box|postal|postcode|zip|号|路|街|区|室|楼");

    // Cities from which and through which goods of the trade move; a country is known by the table of countries.
    private static readonly FrozenSet<string> Cities = Rows(
        "beijing|peking|shanghai|shenzhen|guangzhou|canton|dongguan|foshan|zhuhai|huizhou|zhongshan|hangzhou|ningbo|wenzhou|suzhou|wuxi|nanjing|hefei|wuhan|changsha|chengdu|chongqing|xian|xi'an|xiamen|fuzhou|"
            + "quanzhou|qingdao|jinan|yantai|dalian|shenyang|harbin|changchun|tianjin|shijiazhuang|taiyuan|zhengzhou|kunming|guiyang|nanning|haikou|lanzhou|urumqi|hohhot|nanchang|kowloon|kwun tong|tsuen wan|kwai "
            + "chung|new territories|wanchai|tsim sha tsui|taipei|hsinchu|taichung|kaohsiung",
        "tokyo|osaka|yokohama|nagoya|kobe|seoul|busan|incheon|singapore|kuala lumpur|penang|johor bahru|bangkok|jakarta|surabaya|batam|manila|cebu|hanoi|ho chi minh city|haiphong|phnom penh|yangon|dhaka|"
            + "chittagong|mumbai|delhi|new delhi|bangalore|bengaluru|chennai|hyderabad|pune|kolkata|ahmedabad|karachi|lahore|islamabad|rawalpindi|colombo|kabul|dubai|abu dhabi|sharjah|ajman|fujairah|jebel ali|doha|"
            + "manama|muscat|kuwait city|riyadh|jeddah|dammam|tehran|isfahan|mashhad|shiraz|tabriz|bandar abbas|baghdad|erbil|basra|damascus|aleppo|latakia|beirut|amman|tel aviv|haifa",
        "istanbul|ankara|izmir|mersin|moscow|moskva|st petersburg|saint petersburg|sankt peterburg|novosibirsk|yekaterinburg|ekaterinburg|kazan|samara|zelenograd|vladivostok|khabarovsk|kaliningrad|sevastopol|"
            + "simferopol|minsk|gomel|brest|kiev|kyiv|kharkiv|odessa|tbilisi|yerevan|baku|almaty|astana|bishkek|tashkent|dushanbe|ashgabat|ulaanbaatar|riga|vilnius|tallinn|helsinki|warsaw|gdansk|prague|bratislava|"
            + "budapest|vienna|bucharest|sofia|belgrade|zagreb|ljubljana|athens|piraeus|limassol|nicosia|rome|milan|milano|genoa|turin|madrid|barcelona|valencia|lisbon|porto|paris|lyon|marseille|brussels|antwerp|"
            + "rotterdam|amsterdam|eindhoven",
        "gdynia|lodz|krakow|wroclaw|poznan|szczecin|klaipeda|kaunas|tartu|turku|espoo|malmo|aarhus|bergen|leipzig|dresden|essen|dortmund|hannover|nuremberg|graz|linz|brno|ostrava|kosice|cluj|varna|"
            + "thessaloniki|izhevsk|omsk|perm|ufa|chelyabinsk|tomsk|krasnoyarsk|irkutsk|voronezh|rostov|tula|bursa|adana|gaziantep|surat|nagpur|jaipur|lucknow|noida|gurgaon|gurugram|coimbatore|da nang|bandung|"
            + "semarang|chiang mai|davao|berlin|hamburg|bremen|munich|munchen|frankfurt|dusseldorf|cologne|stuttgart|zurich|geneva|basel|copenhagen|stockholm|gothenburg|oslo|london|manchester|birmingham|liverpool|"
            + "dublin|cairo|alexandria|tripoli|tunis|algiers|casablanca|khartoum|addis ababa|nairobi|mombasa|lagos|accra|johannesburg|cape town|durban|new york|los angeles|san francisco|san jose|santa clara|chicago|"
            + "houston|dallas|miami|seattle|boston|atlanta|toronto|vancouver|montreal|mexico city|guadalajara|monterrey|panama city|bogota|caracas|lima|quito|santiago|buenos aires|sao paulo|rio de janeiro|havana|"
            + "managua|sydney|melbourne|perth|auckland|pyongyang|macao|macau|hong kong",
        "cn|hk|tw|sg|my|ae|ru|ir|kp|us|gb|tr|kz|kg|by|vn|jp|kr|prc|p r china|hksar|uae|usa|uk|guangdong|zhejiang|jiangsu|liaoning|sichuan|shandong|fujian|hubei|hunan|henan|hebei|anhui|jiangxi|shaanxi|shanxi|yunnan|guangxi|heilongjiang|jilin|california|texas|england");

    /// <summary>Whether one to four words are a place.</summary>
    public static bool IsPlace(string words) => Cities.Contains(words) || (words.Length > 3 && Country.Find(words) is not null);

    /// <summary>What a word cut short at the end of a field was, or null: papers cut names at 35 signs.</summary>
    public static string? Uncut(string word) => word.Length >= ShortestCut ? Beginnings.Value.GetValueOrDefault(word) : null;

    // A beginning of three letters is too many words'.
    private const int ShortestCut = 4;

    private static readonly Lazy<FrozenDictionary<string, string?>> Beginnings = new(() =>
    {
        var words = NameWords.Abbreviations.Select(p => (p.Key, p.Value)).Concat(NameWords.Abbreviations.Values.Distinct(StringComparer.Ordinal).Select(v => (v, v)))
            .Concat(new[] { ("limited", "limited"), ("corporation", "corporation"), ("incorporated", "incorporated"), ("company", "company"), ("liability", "liability") }).ToList();
        var known = words.Select(w => w.Item1).ToHashSet(StringComparer.Ordinal);
        var cut = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (word, meant) in words)
        {
            for (var length = ShortestCut; length < word.Length; length++)
            {
                // Two words that begin alike leave it open.
                var key = word[..length];
                cut[key] = known.Contains(key) || (cut.TryGetValue(key, out var other) && other != meant) ? null : meant;
            }
        }

        return cut.ToFrozenDictionary(StringComparer.Ordinal);
    });

    /// <summary>How many words at the end are the beginning of a form of several words, the last of them cut: <c>LIMITED LIABILITY COMP</c>.</summary>
    public static int CutForm(ReadOnlySpan<string> words)
    {
        for (var count = Math.Min(words.Length - 1, MostWords); count > 0; count--)
        {
            var tail = string.Join('_', words[^count..]);
            if (NameWords.LegalPhrases.ContainsKey(tail) || FormBeginnings.Value.Contains(tail))
            {
                return count;
            }
        }

        return 0;
    }

    private static readonly Lazy<FrozenSet<string>> FormBeginnings = new(() => NameWords.LegalPhrases.Keys.Concat(["limited_liability_partnership", "co_limited", "company_limited", "company_ltd"])
        .SelectMany(p => Enumerable.Range(p.IndexOf('_', StringComparison.Ordinal) + 2, Math.Max(0, p.Length - p.IndexOf('_', StringComparison.Ordinal) - 2)).Select(l => p[..l]))
        .Concat(["lim", "limi", "limit", "limite", "corp", "corpo", "corpor", "corpora", "corporat", "corporati", "corporatio", "l", "ll", "in", "comp", "compa", "compan", "incorp", "incorpor", "lt", "limited_liab"])
        .ToFrozenSet(StringComparer.Ordinal));

    private static FrozenSet<string> Rows(params ReadOnlySpan<string> rows)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            all.UnionWith(row.Split('|'));
        }

        return all.ToFrozenSet(StringComparer.Ordinal);
    }
}
