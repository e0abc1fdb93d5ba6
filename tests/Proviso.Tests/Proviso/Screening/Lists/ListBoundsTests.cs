// Method: publications that are small as they come and large when they are read; each is refused with the bound, and soon.
using System.IO.Compression;
using System.Text;
using Proviso.Documents;
using Proviso.Screening.Lists;

namespace Proviso.Tests.Proviso.Screening.Lists;

public class ListBoundsTests
{
    [Fact]
    public void An_archive_that_unpacks_a_thousandfold_is_refused_before_its_rows_are_kept()
    {
        // 13 million rows in a quarter of a megabyte took over a minute and 4 GB.
        var bomb = Zip("list.csv", Repeat("name\n", "Made-up Trading\n", 400_000));
        Assert.True(bomb.Length < 30_000);

        var problem = Refused(bomb);

        Assert.Equal("PRV0606", problem.Code);
        Assert.Contains("at most 100 times its size", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_as_publishers_make_them_is_read()
    {
        var rows = new StringBuilder("name,notes\n");
        for (var i = 0; i < 20_000; i++)
        {
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"Made-up Trading {i} Ltd,number {i * 7919 % 100_003}\n");
        }

        Assert.Equal(20_000, Read(Zip("list.csv", rows.ToString())).Parties.Length);
    }

    [Fact]
    public void An_archive_in_an_archive_is_refused() => Assert.Equal("PRV0612", Refused(Zip("inner.zip", Zip("list.csv", "name\nA\n"))).Code);

    [Fact]
    public void A_list_of_more_than_a_million_entries_is_refused_with_the_bound()
    {
        var problem = Refused(Encoding.ASCII.GetBytes(Repeat("name\n", "A\n", 1_000_001)));

        Assert.Equal("PRV0606", problem.Code);
        Assert.Contains("more than 1000000 entries", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("names")]
    [InlineData("addresses")]
    public void An_entry_of_very_many_names_or_addresses_is_refused_with_the_bound(string what)
    {
        // Each is compared with all before: 140,000 aliases in one row ran for minutes.
        var many = string.Join(",", Enumerable.Range(0, 200_000).Select(i => $"\"n{i}\""));
        var problem = Refused(Encoding.ASCII.GetBytes(what == "names"
            ? $"{{\"list_id\":\"made-up\",\"count\":1,\"entities\":[{{\"name\":\"X\",\"aliases\":[{many}]}}]}}"
            : $"name,address\nX,\"{string.Join('|', Enumerable.Range(0, 100_000))}\"\n"));

        Assert.Equal("PRV0606", problem.Code);
        Assert.Contains($"more than 5000 {what}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_in_very_many_pieces_is_joined_once()
    {
        // A list of 23 kB, packed, took minutes: each piece was joined to all before.
        var text = string.Concat(Enumerable.Repeat("aaaaaaaaaa<![CDATA[b]]>", 400_000));
        var began = System.Diagnostics.Stopwatch.StartNew();

        var name = Read(Encoding.ASCII.GetBytes($"<sdnList><publshInformation><Publish_Date>01/02/2026</Publish_Date><Record_Count>1</Record_Count></publshInformation><sdnEntry><uid>1</uid><lastName>{text}</lastName><sdnType>Entity</sdnType></sdnEntry></sdnList>")).Parties[0].MainName;

        Assert.Equal(4_400_000, name.Length);

        // Joined each to the last it takes more than a minute on a fast machine; once, a fraction of a second.
        Assert.True(began.Elapsed < TimeSpan.FromSeconds(20), began.Elapsed.ToString());
    }

    [Fact]
    public void Elements_and_attributes_without_end_are_refused_with_the_bound()
    {
        Assert.Contains("more than 200000 elements", Refused(Encoding.ASCII.GetBytes($"<sdnList><sdnEntry><uid>1</uid>{string.Concat(Enumerable.Repeat("<a/>", 200_001))}</sdnEntry></sdnList>")).Message, StringComparison.Ordinal);
        Assert.Contains("more than 100 attributes", Refused(Encoding.ASCII.GetBytes($"<sdnList {string.Concat(Enumerable.Range(0, 101).Select(i => $"a{i}='' "))}/>")).Message, StringComparison.Ordinal);
    }

    private static Problem Refused(byte[] content) => Assert.Throws<DocumentException>(() => Read(content)).Problem;

    private static ListContent Read(byte[] content) => ListReader.Read(new MemoryStream(content), new ListReadOptions { List = "made-up" });

    private static string Repeat(string head, string row, int count) => head + string.Concat(Enumerable.Repeat(row, count));

    private static byte[] Zip(string name, string content) => Zip(name, Encoding.ASCII.GetBytes(content));

    private static byte[] Zip(string name, byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var file = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
            file.Write(content);
        }

        return bytes.ToArray();
    }
}
