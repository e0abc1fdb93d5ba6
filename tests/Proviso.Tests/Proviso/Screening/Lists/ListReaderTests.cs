// Method: a made-up publication of each format, written out by hand, against the whole of what must come of it.
using System.Globalization;
using System.Text;
using Proviso.Screening.Lists;

namespace Proviso.Tests.Proviso.Screening.Lists;

public class ListReaderTests
{
    [Fact]
    public void Every_sample_is_told_by_its_content() =>
        Assert.All(Sample.All, s => Assert.Equal(s.Format, Sample.Read(s.Content).Format));

    [Fact]
    public void The_screening_list_as_json() => Check(Sample.ReadAsNamed(Sample.Bytes(Sample.CslJson)), """
        bis-entity-list e1f0 Unknown [Main Made-up Lithography Works | Alias MLW | Alias Works of Light] CN HK
          at 1 Invented Road, Shenzhen, 518000, CN
          2024-12-05.. in 89 FR 96830 link https://www.federalregister.gov/citation/89-FR-96830
          note License requirement: For all items subject to the EAR.; License policy: Presumption of denial.
        ofac-sdn 99001 Person [Main EXAMPLE, Invented Person] IR
          passport=X0000001
          born 1966-01-12 c. 1967
          program NPWMD, IFSR
          link https://sanctionssearch.ofac.treas.gov/Details.aspx?id=99001
          note Title: Director; Place of birth: Tehran, Iran; Gender: Male; Secondary sanctions risk: section 1
        remark no country known as `Atlantis` (1 time)
        """);

    [Fact]
    public void The_screening_list_as_an_array_and_as_lines()
    {
        var whole = Sample.Read(Sample.CslJson).Parties;
        var results = System.Text.Json.JsonDocument.Parse(Sample.CslJson).RootElement.GetProperty("results").EnumerateArray().Select(e => e.GetRawText()).ToList();

        Assert.Equal(Show(whole), Show(Sample.Read("[" + string.Join(",", results) + "]").Parties));
        Assert.Equal(Show(whole), Show(Sample.Read(string.Join("\n", results.Select(r => r.Replace("\n", " ", StringComparison.Ordinal)))).Parties));
    }

    [Fact]
    public void The_screening_list_as_csv() => Check(Sample.ReadAsNamed(Sample.Bytes(Sample.CslCsv)), """
        bis-dpl d3 Unknown [Main MADE-UP TRADER] US
          at 605 INVENTED DRIVE, RICHARDSON, TX, 75081, US
          2002-03-04..2056-06-29 in 67 F.R. 56530 9/4/02 67 F.R. 10890 3/11/02 link https://www.federalregister.gov/citation/67-FR-56530
          note Standard order: Y; Remarks: 50 YEAR DENIAL
        ofac-sdn 99002 Vessel [Main MADE-UP STAR | Alias STAR ONE | Alias STAR TWO] PA KP
          at Pyongyang, KP
          imo=1234567 mmsi=445000000 tax=12-345 imo=2345678
          born 1978-12-05
          program DPRK4, IFSR
          link https://sanctionssearch.ofac.treas.gov/Details.aspx?id=99002
          note Call sign: HMXX; Vessel type: Tanker; Gross tonnage: 100; Gross registered tonnage: 200; Vessel flag: Panama; Secondary sanctions risk: North Korea Sanctions Regulations, sections 510.201 and 510.210; Gender: Male
        state-isn f5 Unknown [Main Made-up Import; and any successor, sub-unit, or subsidiary thereof | Alias Made-up Import]
          program INKSNA
          2023-07-19.. in Vol. 88, No. 151, 08/08/2023 link https://example.org/isn
        """);

    [Fact]
    public void The_set_of_ofac_in_one_archive() => Check(Sample.ReadAsNamed(Sample.OfacZip()), """
        ofac-sdn 99003 Organization [Main INVENTED BANK | Alias BANCO INVENTADO | Former OLD INVENTED BANK | WeakAlias IB] CU MM
          at 1 Invented Street, Havana 10400, Cuba
          swift=IVTDCUHH registration=12-34
          program CUBA
          link https://sanctionssearch.ofac.treas.gov/Details.aspx?id=99003
          note Linked To: SOMETHING MADE UP
        ofac-sdn 99004 Person [Main EXAMPLE, Person] IR
          passport=A123 passport=B456 tax=77 uscc=91110000MADEUP0001
          born 1966-01-12 c. 1967 c. 1968
          program SDGT, IFSR
          link https://sanctionssearch.ofac.treas.gov/Details.aspx?id=99004
          note Title: Director; POB Tehran, Iran; nationality Iran; Gender Male; Linked To: A THING
        ofac-sdn 99005 Vessel [Main STAR] KP
          imo=7654321 mmsi=445111111 other=1MadeUp
          program SDGT
          link https://sanctionssearch.ofac.treas.gov/Details.aspx?id=99005
          note Call sign: CL2; Vessel type: Tug; Tonnage: 10; Gross registered tonnage: 20; Vessel flag: Korea, North; Vessel owner: Some Owner; Secondary sanctions risk: section 510
        """);

    [Fact]
    public void The_plain_xml_of_ofac() => Check(Sample.ReadAsNamed(Sample.Bytes(Sample.OfacXml)), """
        published 2026-05-21
        ofac-sdn 99006 Person [Main EXAMPLE, Invented | WeakAlias PACHO | Former NAME, Old] CO
          at 1 Street, Cali, Colombia
          national=16
          born 1951-08-24
          program SDGT
          link https://sanctionssearch.ofac.treas.gov/Details.aspx?id=99006
          note Gender: Male; Title: Chief
        """);

    [Fact]
    public void The_advanced_xml_of_ofac() => Check(Sample.ReadAsNamed(Sample.Bytes(Sample.OfacAdvancedXml)), """
        published 2026-05-21
        ofac-sdn 99007 Person [Main EXAMPLE, Invented | Alias مثال | WeakAlias THE NICK | Former OLD] IR KP
          at Qom, Iran
          passport=P-1 swift=IVTDIRTH
          born 1966
          program NPWMD
          2011-03-04.. link https://sanctionssearch.ofac.treas.gov/Details.aspx?id=99007
          note Place of birth: Qom, Iran; Gender: Male; Legal basis: E.O. 1
        ofac-ssi 99007 Person [Main EXAMPLE, Invented | Alias مثال | WeakAlias THE NICK | Former OLD] IR KP
          at Qom, Iran
          passport=P-1 swift=IVTDIRTH
          born 1966
          program UKRAINE
          link https://sanctionssearch.ofac.treas.gov/Details.aspx?id=99007
          note Place of birth: Qom, Iran; Gender: Male
        """);

    [Fact]
    public void The_list_of_the_united_nations() => Check(Sample.ReadAsNamed(Sample.Bytes(Sample.UnXml)), """
        published 2026-02-27
        un-consolidated 6900001 Person [Main INVENTED EXAMPLE | WeakAlias Nick] CD
          at 1 Road, Kinshasa, Democratic Republic of the Congo
          passport=OB0000001
          born c. 1971 c. 1980 c. 1981 1973-11
          program DRC
          2015-07-01.. in CDi.901
          note Address: as of 2016; A comment on two lines.
        un-consolidated 110001 Organization [Main MADE-UP TRADING | Alias 가상무역 | Former OLD TRADING | Former OLDER TRADING] KP
          program DPRK
          2012-05-02.. in KPe.901
        """);

    [Fact]
    public void The_list_of_the_european_union() => Check(Sample.ReadAsNamed(Sample.Bytes(Sample.EuXml)), """
        published 2026-08-05
        eu-consolidated EU.9001.1 Person [Main Invented Example | WeakAlias W. Eak | Alias Вымышленный Пример] RU
          at 1 Invented, 103265, Moscow, RU
          passport=750000001
          born 1952-10-07 c. 1961
          program UKR
          2022-02-25.. in 2022/332 (OJ L53) link https://example.org/oj
          note Function: Minister; Place of birth: Somewhere; A remark
        """);

    [Fact]
    public void The_consolidated_list_of_the_united_kingdom() => Check(Sample.ReadAsNamed(Sample.Bytes(Sample.UkCsv)), """
        published 2026-06-03
        license Open Government Licence v3.0
        uk-ofsi 90001 Person [Main Invented Middle EXAMPLE | Alias Пример | WeakAlias I. EXAMPLE | Former Name OLD] RU CY
          at 1 Okhotny, 103265, Russia
          passport=A1
          born 1960 1960-06-28
          program Russia
          2022-03-15..
          note Other Information: (UK Sanctions List Ref):RUS9001. Text; Position: Member; Town of Birth: Somewhere; Country of Birth: Russia
        uk-ofsi 90002 Vessel [Main MADE-UP SHIP]
          imo=1234567
          program DPRK
          2018-03-30..
          note Other Information: (IMO number):1234567
        """);

    [Fact]
    public void The_sanctions_list_of_the_united_kingdom() => Check(Sample.ReadAsNamed(Sample.Bytes(Sample.UkSanctionsCsv)), """
        published 2026-02-13
        license Open Government Licence v3.0
        uk-sanctions RUS9001 Vessel [Main MADE-UP PROSPECT | WeakAlias PROSPECT] GA
          imo=1234567
          born 1952
          program The Russia Regulations
          2024-07-31..
          note Current owner/operator (s): Some Owner; Type of ship: Oil Tanker
        """);

    [Fact]
    public void Follow_the_money() => Check(Sample.ReadAsNamed(Sample.Bytes(Sample.FtmJson)), """
        license CC BY-NC 4.0 (OpenSanctions; commercial use needs their license)
        made_up_set NK-made-up-1 Organization [Main Made-up Chips Ltd | Alias Чипы | Alias MUC | Former Old Chips | WeakAlias Chips] RU CN
          at 1 Road, Moscow
          lei=5493000000MADEUP000 tax=7700000000
          program EX-1
          link https://example.org/x
          note Topic: sanction; A note
        made_up_set NK-made-up-2 Person [Main Invented Example] IR
          passport=Z1
          born 1966-04 1970
        """);

    [Fact]
    public void A_list_made_from_a_printed_one()
    {
        var content = Sample.ReadAsNamed(Sample.Bytes(Sample.EntitiesJson));
        Assert.All(content.Parties, p => Assert.Equal(32, p.Id.Length));
        Check(content with { Parties = [.. content.Parties.Select(p => p with { Id = "key" })] }, """
            published 2026-07-09
            bis-dpl key Unknown [Main Made-up Institute of Very Odd Things (MIVOT) | Alias MIVOT | Alias Made-up Institute of Very Odd Things | Former Old Institute | Alias First One | Alias Second One | Alias Ltd. Co. | Former Older] TR
              at 1 Road, Ankara
              at 2 Road, Izmir.
              uscc=91110000MADEUP0001
              program MADE-UP
              2022-06-21..2026-05-20 in 87 FR 38925, 6/30/22 link https://www.federalregister.gov/citation/87-FR-38925
              note Status: Active; Type of denial: Standard; Expires: 2026-05-20; USCC: 91110000MADEUP0001 (China); Program: MADE-UP
            bis-dpl key Person [Main Man, Cho Invented; a.k.a Nathan Example | Alias Man, Cho Invented | Alias Nathan Example]
              born 1975-11
              2015-01-02..
              note Date of birth: November, 1975
            bis-dpl key Unknown [Main Han Invented (PRC individual) | Alias Han Invented]
            remark no country known as `Middle East Region` (1 time)
            """);
    }

    [Fact]
    public void A_plain_list()
    {
        var content = Sample.Read(Sample.PlainCsv.Replace(" | \"M U\"", "|M U", StringComparison.Ordinal));
        Check(content with { Parties = [.. content.Parties.Select((p, i) => i == 1 ? p with { Id = "key" } : p)] }, """
            mine h-1 Organization [Main Made-up GmbH | Alias MU | Alias M U | Former Old GmbH] DE TW
              at 1 Weg, Berlin
              lei=5493000000MADEUP000 tax=12/34
              2026-01-02..2026-12-31 link https://example.org
              note A "quoted" note; with a semicolon
            mine key Person [Main Example Person] IR
              born c. 1966
            """);
    }

    [Fact]
    public void A_key_made_from_content_stays_and_two_alike_are_told_apart()
    {
        var content = Sample.Read("name,country\nMade-up Ltd,CN\nOther,CN\nMade-up Ltd,CN\nMade-up Ltd,HK\n").Parties;
        Assert.Equal(content[0].Id + "#2", content[2].Id);
        Assert.Equal(4, content.Select(p => p.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(content[0].Id, Sample.Read("country,name\nUS,New one\nCN,Made-up Ltd\n").Parties[1].Id);
    }

    [Fact]
    public void A_file_of_windows_1252_gives_its_letters_and_one_of_utf_8_too()
    {
        var row = "99003,\"CAF\u00C9 S\u00D6HNE\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n";
        Assert.Equal("CAFÉ SÖHNE", Sample.Read(Encoding.Latin1.GetBytes(row)).Parties[0].MainName);
        Assert.Equal("CAFÉ SÖHNE", Sample.Read(Sample.Bytes(row)).Parties[0].MainName);
        Assert.Equal("CAFÉ SÖHNE", Sample.Read([0xEF, 0xBB, 0xBF, .. Sample.Bytes(row)]).Parties[0].MainName);
    }

    [Fact]
    public void Letters_that_lie_across_a_buffer_come_out_whole()
    {
        var name = string.Concat(Enumerable.Repeat("一😀é", 30_000));
        foreach (var before in (int[])[0, 1, 2, 3])
        {
            var content = Sample.Read("name,notes\n" + new string('x', before + 1) + "," + name + "\n");
            Assert.Equal(name, content.Parties[0].Notes);
        }
    }

    [Fact]
    public void Every_day_of_the_calendar_is_read_in_every_form_and_no_other()
    {
        for (var day = new DateOnly(1903, 12, 30); day < new DateOnly(1906, 1, 3); day = day.AddDays(1))
        {
            foreach (var format in (string[])["yyyy-MM-dd", "dd/MM/yyyy", "d MMM yyyy", "MMMM d, yyyy", "dd-MMM-yyyy", "yyyy-MM-dd'-04:00'"])
            {
                Assert.Equal(day, Listed(day.ToString(format, CultureInfo.InvariantCulture)));
            }
        }

        static DateOnly? Listed(string text) => global::Proviso.Screening.Lists.Readers.ListedDates.Day(text, global::Proviso.Screening.Lists.Readers.DateOrder.DayFirst);
        Assert.All((string[])["1905-02-29", "31/04/1905", "1905", "", "32 Jan 1905", "1905-13-01", "00/00/1905", "x", "1/2/3/4"], t => Assert.Null(Listed(t)));
    }

    private static void Check(ListContent content, string expected)
    {
        var head = (content.Published is { } day ? $"published {day:yyyy-MM-dd}\n" : "") + (content.License is { } license ? $"license {license}\n" : "");
        Assert.Equal(expected.ReplaceLineEndings("\n"), (head + Show(content.Parties) + string.Concat(content.Remarks.Select(r => $"remark {r}\n"))).TrimEnd('\n'));
    }

    private static string Show(IEnumerable<ListedParty> parties)
    {
        var text = new StringBuilder();
        foreach (var p in parties)
        {
            text.Append($"{p.List} {p.Id} {p.Kind} [{string.Join(" | ", p.Names.Select(n => $"{n.Kind} {n.Text}"))}] {string.Join(' ', p.Countries)}".TrimEnd()).Append('\n');
            foreach (var address in p.Addresses)
            {
                text.Append($"  at {address}\n");
            }

            Line(text, "", string.Join(' ', p.Identifiers.Select(i => $"{i.Kind}={i.Value}")));
            Line(text, "born ", string.Join(' ', p.BirthDates));
            Line(text, "program ", string.Join(", ", p.Programs));
            Line(text, "", string.Join(' ', new[] { p.ListedFrom is null && p.ListedUntil is null ? "" : $"{p.ListedFrom:yyyy-MM-dd}..{p.ListedUntil:yyyy-MM-dd}", p.Publication is null ? "" : "in " + p.Publication, p.Link is null ? "" : "link " + p.Link }.Where(t => t.Length > 0)));
            Line(text, "note ", p.Notes ?? "");
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, string label, string value) => text.Append(value.Length > 0 ? $"  {label}{value}\n" : "");
}
