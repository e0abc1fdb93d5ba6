// Method: made-up publications in the shape of real ones, with a part missing, a column not known or parties beside the listed ones; each must say so.
using System.Text;
using Proviso.Documents;
using Proviso.Screening.Lists;

namespace Proviso.Tests.Proviso.Screening.Lists;

public class PartialListTests
{
    private const string Dpl = "Name\tStreet_Address\tCity\tState\tCountry\tPostal_Code\tEffective_Date\tExpiration_Date\tStandard_Order\tLast_Update\tAction\tFR_Citation\n";

    private const string Ftm = """
        {"id":"a","caption":"Made-up Chips","schema":"Company","properties":{"name":["Made-up Chips"],"topics":["sanction"],"addressEntity":["addr"]},"datasets":["d"],"target":true}
        {"id":"b","caption":"Made-up Owner","schema":"Person","properties":{"name":["Made-up Owner"]},"datasets":["d"],"target":false}
        {"id":"c","caption":"Made-up Cousin","schema":"Person","properties":{"name":["Made-up Cousin"],"topics":["role.rca"]},"datasets":["d"],"target":false}
        {"id":"d","caption":"Made-up Bank","schema":"Company","properties":{"name":["Made-up Bank"],"topics":["fin.bank"]},"datasets":["d"]}
        {"id":"e","caption":"Made-up Debarred","schema":"Company","properties":{"name":["Made-up Debarred"],"topics":["debarment"]},"datasets":["d"],"target":false}
        {"id":"f","caption":"0xmadeup","schema":"CryptoWallet","properties":{"publicKey":["0xmadeup00001"],"topics":["sanction"]},"datasets":["d"],"target":true}
        {"id":"addr","caption":"1 Road","schema":"Address","properties":{"full":["1 Road, Made-up Town"]},"datasets":["d"],"target":false}
        {"id":"own","caption":"x","schema":"Ownership","properties":{"owner":["b"],"asset":["a"]},"datasets":["d"],"target":false}
        {"id":"p","caption":"P1","schema":"Passport","properties":{"holder":["a"],"passportNumber":["P1234567"]},"datasets":["d"],"target":false}

        """;

    [Fact]
    public void The_entries_of_ofac_alone_say_which_files_are_missing()
    {
        Assert.Equal(["ALT.CSV", "ADD.CSV", "SDN_COMMENTS.CSV"], Sample.Read(Sample.OfacEntries).Missing.Select(m => m.Split(' ')[0]));
        Assert.Empty(Sample.Read(Sample.OfacZip()).Missing);
        Assert.Equal(["SDN_COMMENTS.CSV"], Zip("SDN.CSV", "ADD.CSV", "ALT.CSV").Missing.Select(m => m.Split(' ')[0]));
        Assert.Equal(["ALT.CSV"], Zip("SDN.CSV", "ADD.CSV", "SDN_COMMENTS.CSV").Missing.Select(m => m.Split(' ')[0]));
        Assert.Equal(["ADD.CSV"], Zip("SDN.CSV", "ALT.CSV", "SDN_COMMENTS.CSV").Missing.Select(m => m.Split(' ')[0]));
        Assert.Equal(["ALT.CSV"], Sample.Read(Sample.Zip(("CONS_PRIM.CSV", Sample.Bytes(Sample.OfacEntries)), ("CONS_ADD.CSV", Sample.Bytes(Sample.OfacAddresses)), ("CONS_ALT.CSV", []), ("CONS_COMMENTS.CSV", Sample.Bytes(Sample.OfacComments)))).Missing.Select(m => m.Split(' ')[0]));

        static ListContent Zip(params string[] names) => Sample.Read(Sample.Zip([.. names.Select(n => (n, Sample.Bytes(n switch
        {
            "SDN.CSV" => Sample.OfacEntries,
            "ADD.CSV" => Sample.OfacAddresses,
            "ALT.CSV" => Sample.OfacAliases,
            _ => Sample.OfacComments,
        })))]));
    }

    [Fact]
    public void Whole_remarks_need_no_file_that_goes_on_from_them()
    {
        var entries = Sample.OfacEntries.Split('\n').Where(l => !l.StartsWith("99004", StringComparison.Ordinal));
        var content = Sample.Read(Sample.Zip(("SDN.CSV", Sample.Bytes(string.Join('\n', entries))), ("ADD.CSV", Sample.Bytes("99003,1,\"1 Street\",\"Town\",\"Cuba\",-0- \n")), ("ALT.CSV", Sample.Bytes("99003,1,\"aka\",\"Other\",-0- \n"))));
        Assert.Empty(content.Missing);
    }

    [Theory]
    [InlineData("SDN.CSV", "CONS_PRIM.CSV", "two publications")]
    [InlineData("SDN.CSV", "notes.csv", "no file of OFAC's set")]
    public void An_archive_of_more_than_one_publication_is_refused(string one, string other, string says) =>
        Assert.Contains(says, Refused(Sample.Zip((one, Sample.Bytes(Sample.OfacEntries)), (other, Sample.Bytes(Sample.OfacEntries)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Half_of_an_xml_publication_says_which_half_is_missing()
    {
        var individuals = Sample.UnXml.IndexOf("<ENTITIES>", StringComparison.Ordinal);
        var end = Sample.UnXml.IndexOf("</ENTITIES>", StringComparison.Ordinal) + "</ENTITIES>".Length;
        Assert.Equal(["the section ENTITIES"], Sample.Read(Sample.UnXml[..individuals] + Sample.UnXml[end..]).Missing);
        Assert.Empty(Sample.Read(Sample.UnXml).Missing);
        Assert.Empty(Sample.Read(Sample.UnXml[..individuals] + "<ENTITIES/>" + Sample.UnXml[end..]).Missing);

        var documents = Sample.OfacAdvancedXml.IndexOf("<IDRegDocuments>", StringComparison.Ordinal);
        var after = Sample.OfacAdvancedXml.IndexOf("</IDRegDocuments>", StringComparison.Ordinal) + "</IDRegDocuments>".Length;
        Assert.Equal(["the section IDRegDocuments"], Sample.Read(Sample.OfacAdvancedXml[..documents] + Sample.OfacAdvancedXml[after..]).Missing);
        Assert.Empty(Sample.Read(Sample.OfacAdvancedXml).Missing);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_denied_persons_list_as_its_publisher_gives_it_out(bool isQuoted)
    {
        var text = Dpl
            + "MADE-UP TRADER A/K/A MAKE UP\t1 INVENTED DRIVE\tTOWN\tTX\tUS\t75081\t03/04/2002\t06/29/2056\tY\t2007-01-31\tDENIED UNTIL 2056\t67 F.R. 10890 3/11/02\n"
            + "MADE-UP \u00C9TOILE\t\t\t\t\t\t10/14/1988\t\tN\t2001-02-03\t\t53 F.R. 1 10/14/88\n";
        text = isQuoted ? string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => string.Join('\t', l.Split('\t').Select(f => $"\"{f}\"")) + "\n")) : text;

        var content = Sample.ReadAsNamed(Sample.Bytes(text));

        Assert.Equal("bis-dpl-txt", content.Format);
        var trader = content.Parties[0];
        Assert.Equal(("bis-dpl", new DateOnly(2002, 3, 4), new DateOnly(2056, 6, 29)), (trader.List, trader.ListedFrom, trader.ListedUntil));
        Assert.Equal(["MADE-UP TRADER A/K/A MAKE UP", "MADE-UP TRADER", "MAKE UP"], trader.Names.Select(n => n.Text));
        Assert.Equal(["1 INVENTED DRIVE, TOWN, TX, 75081, US"], trader.Addresses);
        Assert.Equal(("MADE-UP ÉTOILE", null), (content.Parties[1].MainName, content.Parties[1].ListedUntil));

        // As the publisher's own code page writes it.
        Assert.Equal("MADE-UP ÉTOILE", Sample.ReadAsNamed(Encoding.Latin1.GetBytes(text)).Parties[1].MainName);
    }

    [Theory]
    [InlineData("MADE-UP \"THE MAN\" TRADER\t\t\t\tUS\t\t03/04/2002\t\tY\t\t\t\n", "")]
    [InlineData("\t1 ROAD\t\t\tUS\t\t03/04/2002\t\tY\t\t\t\n", "PRV0610")]
    [InlineData("MADE-UP\t1 ROAD\t\t\tUS\t\t03/04/2002\t\tY\t\t\n", "PRV0609")]
    public void A_row_of_it_that_does_not_fit_refuses_the_whole(string row, string code)
    {
        var bytes = Sample.Bytes(Dpl + row);
        if (code.Length == 0)
        {
            Assert.Equal("MADE-UP \"THE MAN\" TRADER", Sample.ReadAsNamed(bytes).Parties[0].MainName);
        }
        else
        {
            Assert.Equal(code, Refused(bytes).Code);
        }
    }

    [Fact]
    public void Parties_that_are_no_targets_are_counted_and_no_entries()
    {
        var content = Sample.Read(Ftm);

        Assert.Equal(["a", "e", "f"], content.Parties.Select(p => p.Id));
        Assert.Equal(["1 Road, Made-up Town"], content.Parties[0].Addresses);
        Assert.Equal([new ListedIdentifier("passport", "P1234567")], content.Parties[0].Identifiers);
        Assert.Equal([new ListedIdentifier("other", "0xmadeup00001")], content.Parties[2].Identifiers);
        Assert.Equal(
            ["1 Address: no party of its own", "1 Ownership: no party of its own", "1 Passport: no party of its own", "2 Person: related to a listed party, not listed itself", "1 Company: related to a listed party, not listed itself"],
            content.PassedOver.Select(p => $"{p.Count} {p.Why}"));
        Assert.Equal(["line 2 b", "line 3 c"], content.PassedOver[3].First);
        Assert.Equal(9, content.Parties.Length + content.PassedOver.Sum(p => p.Count));
    }

    [Fact]
    public void Where_no_entity_says_whether_it_is_a_target_each_is_one() =>
        Assert.Equal(["x", "y"], Sample.Read("""
            {"id":"x","caption":"Made-up One","schema":"Company","properties":{"name":["Made-up One"]},"datasets":["d"]}
            {"id":"y","caption":"Made-up Two","schema":"Person","properties":{"name":["Made-up Two"]},"datasets":["d"]}
            """).Parties.Select(p => p.Id));

    [Fact]
    public void The_nested_form_keeps_what_stands_inside_of_a_target()
    {
        var party = Assert.Single(Sample.Read("""
            {"id":"a","caption":"Made-up Chips","schema":"Company","target":true,"datasets":["d"],"properties":{"name":["Made-up Chips"],"topics":["sanction"],"addressEntity":[{"id":"addr","schema":"Address","properties":{"full":["1 Road"]}}],"identifications":[{"id":"i","schema":"Identification","properties":{"type":["Registration Number"],"number":["MU-1234567"]}}],"sanctions":[{"id":"s","schema":"Sanction","properties":{"program":["EX-1"]}}]}}
            """).Parties);
        Assert.Equal(["1 Road"], party.Addresses);
        Assert.Equal([new ListedIdentifier("registration", "MU-1234567")], party.Identifiers);
        Assert.Equal(["EX-1"], party.Programs);
    }

    [Fact]
    public void The_table_of_targets_of_opensanctions()
    {
        var content = Sample.Read(""""
            id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,first_seen,last_seen,last_change
            NK-1,Company,Made-up Chips,"MUC;""Chips; Made-up""",,ru;cn,"1 Road, Town;2 Road",INN 7700000000;1027700000000,EX-1,,,Made-up Set,2024-01-01,2026-01-01,2025-01-01
            NK-2,Person,Invented Example,,1966-04,ir,,,,,,Made-up Set,,,

            """");
        Assert.Equal(("opensanctions-csv", 2), (content.Format, content.Parties.Length));
        Assert.Equal(["Made-up Chips", "MUC", "Chips; Made-up"], content.Parties[0].Names.Select(n => n.Text));
        Assert.Equal(["1 Road, Town", "2 Road"], content.Parties[0].Addresses);
        Assert.Equal(["INN 7700000000", "1027700000000"], content.Parties[0].Identifiers.Select(i => i.Value));
        Assert.Equal(PartyKind.Person, content.Parties[1].Kind);
    }

    [Fact]
    public void A_column_is_mapped_left_out_or_refused()
    {
        const string Text = "Company;Trading as;Buyer;Land\nMade-up One;One|Uno;Anna;CN\n";
        Assert.Equal("PRV0602", Refused(Sample.Bytes(Text)).Code);
        var party = Assert.Single(Mapped(Text, ("company", "name"), ("Trading as", "aliases"), ("Buyer", ""), ("Land", "country")).Parties);
        Assert.Equal(["Made-up One", "One", "Uno"], party.Names.Select(n => n.Text));
        Assert.Equal(["CN"], party.Countries.Select(c => c.Code));
        Assert.Contains("the column `Buyer` was left out, as asked", Mapped(Text, ("company", "name"), ("Trading as", "aliases"), ("Buyer", ""), ("Land", "country")).Remarks);

        var unknown = Refused(Sample.Bytes("name,Trading as\nMade-up One,Uno\n"));
        Assert.Equal("PRV0608", unknown.Code);
        Assert.Contains("--map \"Trading as=FIELD\"", unknown.Help, StringComparison.Ordinal);
        Assert.Equal("PRV0608", Assert.Throws<DocumentException>(() => Mapped(Text, ("Firm", "name"))).Problem.Code);
        Assert.Equal("PRV0608", Assert.Throws<DocumentException>(() => Mapped(Text, ("Company", "nmae"), ("Trading as", ""), ("Buyer", ""), ("Land", ""))).Problem.Code);
        Assert.Equal("PRV0608", Assert.Throws<DocumentException>(() => Mapped("name,Other\nA,B\n", ("Other", "name"))).Problem.Code);
        Assert.Equal("PRV0608", Assert.Throws<DocumentException>(() => Mapped(Sample.CslJson, ("Other", "name"))).Problem.Code);
    }

    [Fact]
    public void A_column_that_a_publisher_added_is_counted_and_one_that_may_hold_names_is_refused()
    {
        var rows = Sample.CslCsv.Split('\n');
        string With(string column) => string.Join('\n', rows.Select((r, i) => r.Length == 0 ? r : r + (i == 0 ? "," + column : ",x")));

        Assert.Contains($"the column `risk` is not known and was not read; {rows.Count(r => r.Length > 0) - 1} rows hold something in it", Sample.Read(With("risk")).Remarks);
        var refused = Refused(Sample.Bytes(With("also_known_as_names")));
        Assert.Equal("PRV0608", refused.Code);
        Assert.Contains("may hold names", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_or_element_that_a_publisher_added_is_counted_and_one_that_may_hold_names_is_refused_or_remarked_on()
    {
        Assert.Contains("not known to this format and not read: `risk` (1 time)", Sample.Read("""[{"id":"e1","source":"Entity List (EL)","name":"Made-up","risk":"high","aka":""}]""").Remarks);
        Assert.Equal("PRV0608", Refused(Sample.Bytes("""[{"id":"e1","source":"Entity List (EL)","name":"Made-up","aka_names":["Uno"]}]""")).Code);
        Assert.Equal("PRV0608", Refused(Sample.Bytes("""{"list_id":"w","count":1,"entities":[{"name":"Made-up","former_names":["Uno"]}]}""")).Code);
        Assert.Contains("not known to this format and not read: `sdnEntry/tradeNameList` (1 time)", Sample.Read(Sample.OfacXml.Replace("<akaList>", "<tradeNameList><item>Uno</item></tradeNameList><akaList>", StringComparison.Ordinal)).Remarks);
        Assert.All(Sample.All, s => Assert.DoesNotContain(Sample.Read(s.Content).Remarks, r => r.StartsWith("not known to this format", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("\"aliases\":{\"a\":\"Uno\"}")]
    [InlineData("\"aliases\":\"Uno\"")]
    [InlineData("\"aliases\":[[\"Uno\"]]")]
    [InlineData("\"address\":[\"Uno\"]")]
    [InlineData("\"notes\":true")]
    public void What_is_no_text_where_a_text_belongs_is_refused(string field) =>
        Assert.Equal("PRV0604", Refused(Sample.Bytes("{\"list_id\":\"w\",\"count\":1,\"entities\":[{\"name\":\"Made-up\"," + field + "}]}")).Code);

    [Theory]
    [InlineData("\"alt_names\":{\"a\":\"Uno\"}")]
    [InlineData("\"alt_names\":true")]
    [InlineData("\"alt_names\":[\"Uno\",{\"name\":\"Due\"}]")]
    [InlineData("\"name\":[\"Uno\"]")]
    [InlineData("\"addresses\":\"1 Made-up Street\"")]
    public void What_is_no_text_where_a_text_belongs_is_refused_in_the_consolidated_list_too(string field) =>
        Assert.Equal("PRV0604", Refused(Sample.Bytes("[{\"id\":\"e1\",\"source\":\"Entity List (EL)\"," + (field.StartsWith("\"name", StringComparison.Ordinal) ? "" : "\"name\":\"Made-up\",") + field + "}]")).Code);

    [Fact]
    public void A_conjunction_that_was_left_of_a_cut_line_is_no_name() =>
        Assert.Equal(["Made-up", "M. Invented"], Assert.Single(Sample.Read("""{"list_id":"w","count":1,"entities":[{"name":"Made-up","aliases":["M. Invented; and"]}]}""").Parties).Names.Select(n => n.Text));

    [Fact]
    public void A_footnote_that_cannot_be_told_is_remarked_on() =>
        Assert.Contains(Sample.ReadAsNamed(Sample.Bytes("""[{"id":"e1","source":"Entity List (EL)","name":"Made-up","license_requirement":"All items (See § 744.11 of the EAR) 7"}]""")).Remarks, r => r.Contains("footnote 7, which is not known", StringComparison.Ordinal));

    private static ListContent Mapped(string text, params (string Column, string Field)[] columns)
    {
        using var stream = new MemoryStream(Sample.Bytes(text));
        return ListReader.Read(stream, new ListReadOptions { List = "mine", Columns = ListReadOptions.NoColumns.AddRange(columns.Select(c => KeyValuePair.Create(c.Column, c.Field))) });
    }

    private static Problem Refused(byte[] content) => Assert.Throws<DocumentException>(() => Sample.Read(content)).Problem;
}
