// Method: each spelling of a footnote that publications and their conversions use, written out by hand with the footnotes it means; then the whole list
// where it is at hand, counted a second time by a plain search of the JSON and by jq.
using System.Text.Json;
using System.Text.RegularExpressions;
using Proviso.Screening.Lists;

namespace Proviso.Tests.Proviso.Screening.Lists;

public class EntityListFootnotesTests
{
    private const string Four = "For all items subject to the EAR. (See §§ 734.9(e) and 744.11 of the EAR)";

    [Theory]
    [InlineData(Four + " 4", "4")]
    [InlineData(Four + "4", "4")]
    [InlineData(Four + ".4", "4")]
    [InlineData(Four + "\r\n 4.", "4")]
    [InlineData(Four + "\u00A04", "4")]
    [InlineData(Four + "⁴", "4")]
    [InlineData(Four + " ¹", "1")]
    [InlineData(Four + "³ ⁴", "3,4")]
    [InlineData(Four + "⁵", "5")]
    [InlineData(Four + "４", "4")]
    [InlineData(Four + "④", "4")]
    [InlineData(Four + "\u200B4", "4")]
    [InlineData(Four + "٤", "4")]
    [InlineData(Four + "&#8308;", "4")]
    [InlineData(Four + "&#x2074;", "4")]
    [InlineData(Four + "&amp;#8308;", "4")]
    [InlineData(Four + "&sup1;", "1")]
    [InlineData(Four + "<sup>4</sup>", "4")]
    [InlineData(Four + "<SUP class=\"fn\"> 4 </SUP>", "4")]
    [InlineData(Four + "<b>4</b>", "4")]
    [InlineData(Four + "^4", "4")]
    [InlineData(Four + " [4]", "4")]
    [InlineData(Four + " (4)", "4")]
    [InlineData(Four + " 1 4", "1,4")]
    [InlineData(Four + " 1, 4", "1,4")]
    [InlineData(Four + " 1 and 4", "1,4")]
    [InlineData(Four + " ¹,⁴", "1,4")]
    [InlineData(Four + " 4; License policy: See § 744.11(d)", "4")]
    [InlineData(Four + " 4 | Presumption of denial", "4")]
    [InlineData(Four + ". See Footnote 4", "4")]
    [InlineData(Four + ". See footnote 4 of this supplement.", "4")]
    [InlineData(Four + ". See footnotes 1 and 4.", "1,4")]
    [InlineData(Four + ". See footnotes 1, 4, and 5 of this supplement", "1,4,5")]
    [InlineData(Four + ". See foot-note ⁴", "4")]
    [InlineData(Four + ". Footnote four designation", "4")]
    [InlineData(Four + ". FOOTNOTE IV", "4")]
    [InlineData(Four + ". See fn. 4", "4")]
    [InlineData(Four + ". Footnote No. 4", "4")]
    [InlineData(Four + ". Footnote entity: 5", "5")]
    [InlineData("For all items subject to the EAR (See § 744.11 of the EAR). Footnote 4.", "4")]
    [InlineData("For all items subject to the EAR (See § 744.11 of the EAR) 4", "4")]
    [InlineData("For all items subject to the EAR, see § 744.11 of the EAR 1", "1")]
    [InlineData("For all items subject to the EAR. (See § 734.9(e) and § 744.11 of the EAR)4", "4")]
    [InlineData("For all items subject to the EAR. (Se §§ 734.9(e)(2) and 744.11 of the EAR) 4", "4")]
    [InlineData("For all items subject to the EAR (see §§ 734.9(e)(2) and 744.11)", "4")]
    [InlineData("For all items subject to the EAR (see §§ 734.9 (e) (2) and 744.11)", "4")]
    [InlineData("For all items subject to the EAR (see §§ 734.9(e)(1) and (2), and 744.11 of the EAR) 1 4", "1,4")]
    [InlineData("For all items subject to the EAR (see §§ 734.9(E)(2) and 744.11)", "4")]
    [InlineData("For all items subject to the EAR, see §§ 734.9(e) 1 and 744.11 of the EAR 2", "1")]
    [InlineData("For all items subject to the EAR, see §§ 734.9(e)¹ and 744.11 of the EAR²", "1")]
    [InlineData("For all items subject to the EAR, see §§ 736.2(b)(3)(vi),1 and 744.11 of the EAR", "1")]
    [InlineData("(See §§ 734.4(a)(9), 734.9(e)(3), and 744.11 of the EAR) 5", "5")]
    [InlineData("(See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR)", "3")]
    [InlineData("(See §§ 734.9(g)3, 746.8(a)(3), and 744.2l(b) of the EAR)", "3")]
    [InlineData("(See §§ 734.9(g),³ 746.8(a)(3). of the EAR)", "3")]
    [InlineData("(See §§ 734.9(g), 746.8(a)(3), and 744.11 of the EAR)", "3")]
    [InlineData("All items subject to the EAR. See §§ 734.9(g),3 746.8(a)(3), and 744.21(b) of the EAR) This license requirement may be overcome by License Exception GOV under § 740.11(b)(2) and (e).", "3")]
    public void A_footnote_is_read_in_every_spelling(string text, string footnotes)
    {
        var read = EntityListFootnotes.Read(text);

        Assert.True(read.Question is null && footnotes == string.Join(',', read.Known), $"`{text}` read as footnotes {string.Join(',', read.Known)}; {read.Question}");
    }

    [Theory]
    [InlineData("For all items subject to the EAR. (See § 744.11 of the EAR)")]
    [InlineData("For all items subject to the EAR, EAR99 items included")]
    [InlineData("For items on the CCL and EAR 99 items listed in supplement no. 7 to part 746 of the EAR")]
    [InlineData("For all items subject to the EAR when used in projects specified in § 746.8(a)(4) of the EAR")]
    [InlineData("For all items (See § 744.11 of the EAR) 12 months after delivery")]
    [InlineData("A workshop of 400 m² at the port; For all items subject to the EAR. (See § 744.2 of the EAR)")]
    [InlineData("5th Floor, see § 744.11(a)(2)")]
    [InlineData(null)]
    [InlineData("")]
    public void What_is_no_footnote_is_none(string? text) => Assert.Equal((0, null), (EntityListFootnotes.Read(text).Known.Length, EntityListFootnotes.Read(text).Question));

    [Theory]
    [InlineData(Four, "neither a paragraph nor a footnote")]
    [InlineData(Four + " 6", "footnote 6, which is not known")]
    [InlineData(Four + "⁶", "footnote 6, which is not known")]
    [InlineData(Four + " ¹⁴", "footnote 14, which is not known")]
    [InlineData(Four + " 3", "neither a paragraph nor a footnote")]
    [InlineData(Four + ". See footnote", "without a figure")]
    [InlineData(Four + ". See footnote 4 and 7", "footnote 7, which is not known")]
    [InlineData("(See §§ 734.9(e)(4) and 744.11 of the EAR)", "734.9(e)(4), which is not known")]
    [InlineData("(See §§ 734.9(e)(l) and 744.11 of the EAR) 4", "734.9(e)(l), which is not known")]
    [InlineData("(See §§ 734.9(e)(2) and 744.11 of the EAR) 1", "cites the paragraph of footnote 4")]
    [InlineData("(See § 744.11 of the EAR) 2", "footnote 2 alone")]
    public void What_cannot_be_told_is_a_question_and_never_no_footnote(string text, string question) =>
        Assert.Contains(question, EntityListFootnotes.Read(text).Question, StringComparison.Ordinal);

    [Fact]
    public void The_whole_list_counted_by_a_plain_search_of_its_text()
    {
        var (content, notes) = EntityList();
        Dictionary<int, int> Count(Func<string, bool> one, Func<string, bool> three, Func<string, bool> four, Func<string, bool> five) =>
            new() { [1] = notes.Count(one), [3] = notes.Count(three), [4] = notes.Count(four), [5] = notes.Count(five) };

        // How the snapshot writes them, seen by eye in all its spellings: the figure last, or right behind the section.
        var expected = Count(
            n => n.Contains("734.9(e) 1 and", StringComparison.Ordinal), n => n.Contains("734.9(g)", StringComparison.Ordinal), n => Regex.IsMatch(n, @"EAR\) ?4$"), n => Regex.IsMatch(n, @"EAR\) ?5$"));
        var read = content.Parties.SelectMany(p => KnownLists.ListingsOf(p)).GroupBy(w => w, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

        Assert.Equal(notes.Count, read["entity-list"]);
        Assert.All(expected, e => Assert.Equal(e.Value, read[$"entity-list-footnote-{e.Key}"]));
        Assert.Equal(26, notes.Count(n => Regex.IsMatch(n, @"734\.9\(e\) and .*EAR\) ?4$")));
        Assert.Empty(content.Parties.Select(KnownLists.OpenFootnoteOf).OfType<string>());
    }

    [Fact]
    public void The_whole_list_counted_by_jq()
    {
        var (content, _) = EntityList();
        int By(string pattern) => int.Parse(SecondReading.Run("jq", ["[.entities[] | select((.notes // \"\") | test(\"" + pattern + "\"))] | length", Path.Combine(SharedListTests.Folder, "bis_entity_list.json")]), System.Globalization.CultureInfo.InvariantCulture);
        int Read(int footnote) => content.Parties.Count(p => EntityListFootnotes.Read(p.Notes).Known.Contains(footnote));

        Assert.Equal(
            [By(@"734\\.9\\(e\\) 1"), By(@"734\\.9\\(g\\)"), By(@"\\) ?4$"), By(@"\\) ?5$")],
            new[] { Read(1), Read(3), Read(4), Read(5) });
    }

    private static (ListContent Content, List<string> Notes) EntityList()
    {
        var path = Path.Combine(SharedListTests.Folder, "bis_entity_list.json");
        if (!File.Exists(path))
        {
            Assert.Skip($"the Entity List is not at hand ({path})");
        }

        using var stream = File.OpenRead(path);
        var content = ListReader.Read(stream, new ListReadOptions());
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return (content, [.. document.RootElement.GetProperty("entities").EnumerateArray().Select(e => Regex.Replace(e.GetProperty("notes").GetString() ?? "", @"\s+", " ").Trim())]);
    }
}
