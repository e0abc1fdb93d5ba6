// Method: one spoiled publication for each way to be unreadable; then random damage to every sample, which may be read or refused, never anything else.
using System.Globalization;
using System.Text;
using CsCheck;
using Proviso.Documents;
using Proviso.Screening.Lists;

namespace Proviso.Tests.Proviso.Screening.Lists;

public class BadListTests
{
    public static TheoryData<string, string, int, string> Texts() => new()
    {
        { "nothing", "PRV0600", 0, "" },
        { "only white space", "PRV0600", 0, " \r\n\t " },
        { "a web page", "PRV0601", 1, "<!DOCTYPE html>\n<html><body>Sign in</body></html>" },
        { "a web page without a type", "PRV0601", 1, "\n <HTML><head></head></HTML>" },
        { "an error page in XML", "PRV0602", 1, "<?xml version=\"1.0\"?>\n<Error><Code>NoSuchKey</Code></Error>" },
        { "other JSON", "PRV0602", 1, """{"hello": 1}""" },
        { "prose", "PRV0602", 1, "Dear officer,\nplease find the list attached.\n" },
        { "XML cut off", "PRV0605", 15, Sample.EuXml[..^60] },
        { "XML malformed", "PRV0604", 4, Sample.EuXml.Replace("</remark>", "</remrk>", StringComparison.Ordinal) },
        { "JSON cut off", "PRV0605", 9, Sample.CslJson[..^60] },
        { "JSON lines cut off", "PRV0605", 3, Sample.FtmJson[..^60] },
        { "JSON malformed", "PRV0604", 3, Sample.CslJson.Replace("\"alt_names\":", "\"alt_names\"", StringComparison.Ordinal) },
        { "a bomb of entities", "PRV0607", 0, "<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n<CONSOLIDATED_LIST>&b;</CONSOLIDATED_LIST>" },
        { "a file from outside", "PRV0607", 0, "<?xml version=\"1.0\"?>\n<!DOCTYPE l SYSTEM \"file:///etc/made-up\">\n<CONSOLIDATED_LIST/>" },
        { "JSON too deep", "PRV0606", 1, "{\"results\": [{\"source\": " + new string('[', 100) + new string(']', 100) + "}]}" },
        { "XML too deep", "PRV0606", 1, "<CONSOLIDATED_LIST><INDIVIDUAL>" + string.Concat(Enumerable.Repeat("<a>", 100)) + string.Concat(Enumerable.Repeat("</a>", 100)) + "</INDIVIDUAL></CONSOLIDATED_LIST>" },
        { "a row too short", "PRV0609", 2, "name,country,notes\nMade-up Ltd,CN\n" },
        { "a row too long", "PRV0609", 3, "name,country\nMade-up Ltd,CN\nOther, Ltd,CN\n" },
        { "a row of OFAC cut off", "PRV0609", 3, Sample.OfacEntries[..Sample.OfacEntries.IndexOf(",\"Tug\"", StringComparison.Ordinal)] },
        { "a row of OFAC cut off in a text", "PRV0604", 3, Sample.OfacEntries[..^60] },
        { "a quote that is not closed", "PRV0604", 2, "name,country\n\"Made-up Ltd,CN\n" },
        { "a quote in the middle", "PRV0604", 2, "name,country\nMade\"up\" Ltd,CN\n" },
        { "an unknown column", "PRV0608", 1, "name,contry,adress\nMade-up Ltd,CN,x\n" },
        { "a column twice", "PRV0608", 1, "name,country,Name\nMade-up Ltd,CN,x\n" },
        { "no name column", "PRV0608", 1, "country,aliases\nCN,x\n" },
        { "a screening list without its names", "PRV0608", 1, "source,alt_names,addresses,programs\na,b,c,d\n" },
        { "a plain entry without a name", "PRV0610", 3, "name,country\nMade-up Ltd,CN\n ,CN\n" },
        { "a JSON entry without a name", "PRV0610", 3, Sample.CslJson.Replace("\"Made-up Lithography Works\"", "\"\"", StringComparison.Ordinal).Replace("[\"MLW\", \"Works of Light\"]", "[]", StringComparison.Ordinal) },
        { "an XML entry without a name", "PRV0610", 17, Sample.UnXml.Replace("MADE-UP TRADING", "", StringComparison.Ordinal).Replace("가상무역", "", StringComparison.Ordinal).Replace("OLD TRADING; OLDER TRADING", "", StringComparison.Ordinal) },
        { "fewer entries than it says", "PRV0611", 0, Sample.EntitiesJson.Replace("\"count\": 3", "\"count\": 4", StringComparison.Ordinal) },
        { "a page of a search", "PRV0611", 0, Sample.CslJson.Replace("\"total\": 2", "\"total\": 20000", StringComparison.Ordinal) },
        { "fewer entries than OFAC says", "PRV0611", 0, Sample.OfacXml.Replace("<Record_Count>1", "<Record_Count>2", StringComparison.Ordinal) },
        { "a type that is none", "PRV0613", 2, "name,type\nMade-up Ltd,compny\n" },
        { "a day that is none", "PRV0613", 2, "name,listed_until\nMade-up Ltd,2026-02-30\n" },
        { "a day that reads two ways", "PRV0613", 2, "name,listed_until\nMade-up Ltd,03/04/2026\n" },
        { "a number of no kind", "PRV0613", 2, "name,identifiers\nMade-up Ltd,1234\n" },
        { "addresses alone", "PRV0612", 0, Sample.OfacAddresses },
        { "a word that is in no table", "PRV0615", 37, Sample.OfacAdvancedXml.Replace("FeatureTypeID=\"13\"", "FeatureTypeID=\"14\"", StringComparison.Ordinal) },
        { "an entry that is not there", "PRV0615", 45, Sample.OfacAdvancedXml.Replace("ProfileID=\"99007\" ListID=\"91507\"", "ProfileID=\"1\" ListID=\"91507\"", StringComparison.Ordinal) },
        { "a name in the JSON that is half a character", "PRV0603", 1, """[{"source": "Entity List (EL)", "name": "\ud800"}]""" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void What_cannot_be_read_as_a_whole_is_refused_with_its_line(string what, string code, int line, string text)
    {
        var problem = Refused(Encoding.UTF8.GetBytes(text));

        Assert.True(problem.Code == code && problem.Line == line, string.Create(CultureInfo.InvariantCulture, $"{what}: {problem}"));
        Assert.False(string.IsNullOrEmpty(problem.Help));
    }

    [Fact]
    public void No_byte_is_ever_replaced()
    {
        byte[] Row(params byte[] name) => [.. "99003,\""u8, .. name, .. "\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"u8];

        Assert.Equal("PRV0603", Refused(Row(0x81)).Code);
        Assert.Equal("PRV0603", Refused([.. Row(0xC3, 0xA9), .. Row(0xE9)]).Code);
        Assert.Equal("PRV0603", Refused([.. Row(0xE9, (byte)'x'), .. Row(0xC3, 0xA9)]).Code);
        Assert.Equal("PRV0603", Refused([.. "name\n"u8, 0xE9, (byte)'\n']).Code);
        Assert.Equal("PRV0603", Refused([.. "name\nA\0B\n"u8]).Code);
        Assert.Equal("PRV0603", Refused(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("name\nA\n")).ToArray()).Code);
        Assert.Equal("PRV0603", Refused(Spoiled(Sample.EuXml, "Invented")).Code);
        Assert.Equal("PRV0603", Refused(Spoiled(Sample.CslJson, "Lithography")).Code);
        Assert.Equal("PRV0603", Refused(Encoding.UTF8.GetBytes(Sample.EuXml.Replace("UTF-8", "made-up", StringComparison.Ordinal))).Code);

        static byte[] Spoiled(string text, string at)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            bytes[Encoding.UTF8.GetByteCount(text[..text.IndexOf(at, StringComparison.Ordinal)]) + 1] = 0xE9;
            return bytes;
        }
    }

    [Fact]
    public void An_archive_is_bounded_in_files_size_and_nesting()
    {
        var entries = Encoding.UTF8.GetBytes(Sample.OfacEntries);
        Assert.Equal("PRV0612", Refused(Sample.Zip()).Code);
        Assert.Equal("PRV0612", Refused(Sample.Zip(("a.zip", Sample.Zip(("SDN.CSV", entries))))).Code);
        Assert.Equal("PRV0612", Refused(Sample.Zip([.. Enumerable.Range(0, 17).Select(i => ($"{i}.csv", entries))])).Code);
        Assert.Equal("PRV0612", Refused(Sample.Zip(("a.csv", entries), ("b.csv", entries))).Code);
        Assert.Equal("PRV0612", Refused(Sample.Zip(("a/SDN.CSV", entries), ("b/SDN.CSV", entries))).Code);
        Assert.Equal("PRV0612", Refused(Sample.OfacZip()[..400]).Code);
        Assert.Equal("PRV0615", Refused(Sample.Zip(("SDN.CSV", entries), ("ADD.CSV", Encoding.UTF8.GetBytes("99999,1,\"x\",\"y\",\"Cuba\",-0-\n")))).Code);

        // A gigabyte of one letter packs into one megabyte; a field of it is refused before it is whole.
        var bomb = Refused(Sample.Zip(("bomb.csv", [.. "name\n"u8, .. Enumerable.Repeat((byte)'x', 40_000_000)])));
        Assert.Equal("PRV0606", bomb.Code);
    }

    [Fact]
    public void A_plain_list_needs_an_id()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("name\nMade-up Ltd\n"));
        Assert.Equal("PRV0614", Assert.Throws<DocumentException>(() => ListReader.Read(stream, new ListReadOptions())).Problem.Code);
    }

    [Fact]
    public void The_fix_of_a_mistyped_column_is_named() => Assert.Contains("did you mean `country`? did you mean `address`?", Refused(Encoding.UTF8.GetBytes("name,contry,adress\nA,CN,x\n")).Help, StringComparison.Ordinal);

    [Fact]
    public void A_file_without_a_last_line_break_is_read_with_a_remark()
    {
        Assert.Contains("cut off", Assert.Single(Sample.Read(Sample.CslCsv.TrimEnd()).Remarks), StringComparison.Ordinal);
        Assert.Empty(Sample.Read(Sample.CslCsv).Remarks);
    }

    [Fact]
    public void Remarks_are_distinct_counted_and_capped()
    {
        var remarks = Sample.Read("name,country\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"Made-up {i},Atlantis {i % 30}\n"))).Remarks;
        Assert.Equal(21, remarks.Length);
        Assert.Equal("no country known as `Atlantis 0` (2 times)", remarks[0]);
        Assert.Equal("no country known as 10 further texts", remarks[20]);
    }

    [Fact]
    public void Cutting_a_sample_anywhere_loses_no_entry_in_silence()
    {
        // CSV and JSON lines have no end mark: cut at the end of a row they are whole. Everything else must be refused or keep its entries.
        foreach (var (format, content) in Sample.All.Where(s => s.Format.EndsWith("xml", StringComparison.Ordinal) || s.Format is "csl-json" or "entities-json"))
        {
            var whole = Sample.Read(content).Parties.Length;
            for (var length = 0; length < content.Length; length += 7)
            {
                if (Try(content[..length]) is { } cut)
                {
                    Assert.True(whole == cut.Parties.Length, string.Create(CultureInfo.InvariantCulture, $"{format} cut to {length} bytes lost entries"));
                }
            }
        }
    }

    [Fact]
    public void Random_damage_is_read_or_refused_and_nothing_else() =>
        Gen.Select(Gen.Int[0, Sample.All.Count - 1], Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Int[0, 4]).Array[1, 6]).Sample((sample, edits) =>
        {
            var content = Sample.All[sample].Content.ToList();
            foreach (var (place, value, kind) in edits)
            {
                var at = place % content.Count;
                switch (kind)
                {
                    case 0:
                        content[at] = value;
                        break;
                    case 1:
                        content.Insert(at, value);
                        break;
                    case 2:
                        content.RemoveRange(at, Math.Min(content.Count - at - 1, value));
                        break;
                    case 3:
                        content.InsertRange(at, content.GetRange(at, Math.Min(content.Count - at, value)));
                        break;
                    default:
                        content[at] = (byte)"<>\"'{}[],;:\n\\/&0"[value % 16];
                        break;
                }
            }

            if (Try([.. content]) is { } read)
            {
                Assert.All(read.Parties, p => Assert.True(p.Names.Length > 0 && p.Id.Length > 0 && p.List.Length > 0 && p.Names[0].Kind == ListedNameKind.Main && p.Names.All(n => n.Text.Length > 0)));
            }
        }, iter: 20_000, threads: 1);

    private static ListContent? Try(byte[] content)
    {
        try
        {
            return Sample.Read(content);
        }
        catch (DocumentException e)
        {
            Assert.Matches("^PRV06(0[0-9]|1[0-5])$", e.Problem.Code);
            return null;
        }
    }

    private static Problem Refused(byte[] content) => Assert.Throws<DocumentException>(() => Sample.Read(content)).Problem;
}
