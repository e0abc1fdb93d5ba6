// Method: the same file counted by a program of somebody else's: jq for JSON, xmllint for XML, DuckDB for tables. On the made-up samples always, on the published lists where they are at hand.
using System.Globalization;
using DuckDB.NET.Data;
using Proviso.Screening.Lists;

namespace Proviso.Tests.Proviso.Screening.Lists;

public sealed class SecondReadingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-second-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_screening_list_by_jq()
    {
        var (path, counts, content) = Read("csl.json", Sample.CslJson);
        Assert.Equal(counts.Entries, Jq(path, ".results | length"));
        Assert.Equal(counts.Names, Jq(path, "[.results[] | [.name] + (.alt_names // []) | map(select(. != null and . != \"\")) | unique | length] | add"));
        Assert.Equal(counts.Addresses, Jq(path, "[.results[] | (.addresses // [])[] | select([.address, .city, .state, .postal_code] | any(. != null and . != \"\"))] | length"));

        // What is no number of a party, such as a gender, is kept as a note.
        Assert.Equal(Jq(path, "[.results[] | (.ids // [])[]] | length"), counts.Identifiers + content.Parties.Sum(p => Occurrences(p.Notes, "Gender: ", "Secondary sanctions risk: ")));
    }

    [Fact]
    public void Follow_the_money_by_jq()
    {
        var (path, counts, content) = Read("ftm.json", Sample.FtmJson);
        const string Listed = "select(.target == true or ((.properties.topics // []) | index(\"sanction\")))";
        Assert.Equal(counts.Entries, Jq(path, $"[inputs | {Listed}] | length", "-n"));
        Assert.Equal(counts.Names, Jq(path, $"[inputs | {Listed} | .properties | [.name, .alias, .weakAlias, .previousName] | map(. // []) | add | unique | length] | add", "-n"));
        Assert.Equal(counts.Addresses, Jq(path, $"[inputs | {Listed} | (.properties.address // []) | length] | add", "-n"));
        Assert.Equal(counts.Identifiers, Jq(path, $"[inputs | {Listed} | .properties | [.leiCode, .innCode, .passportNumber] | map(. // []) | add | length] | add", "-n"));
        Assert.Equal(Jq(path, "[inputs] | length", "-n"), content.Parties.Length + content.PassedOver.Sum(p => p.Count));
    }

    [Fact]
    public void The_lists_of_xml_by_xmllint()
    {
        var (un, counts, _) = Read("un.xml", Sample.UnXml);
        Assert.Equal(counts.Entries, Xml(un, "count(//*[local-name()='INDIVIDUAL' or local-name()='ENTITY'])"));
        Assert.Equal(counts.Addresses, Xml(un, "count(//*[(local-name()='INDIVIDUAL_ADDRESS' or local-name()='ENTITY_ADDRESS') and normalize-space(concat(STREET,CITY,STATE_PROVINCE,ZIP_CODE))!=''])"));
        Assert.Equal(counts.Identifiers, Xml(un, "count(//*[local-name()='INDIVIDUAL_DOCUMENT' or local-name()='ENTITY_DOCUMENT']/NUMBER[normalize-space()!=''])"));

        (var eu, counts, _) = Read("eu.xml", Sample.EuXml);
        Assert.Equal(counts.Entries, Xml(eu, "count(//*[local-name()='sanctionEntity'])"));
        Assert.Equal(counts.Names, Xml(eu, "count(//*[local-name()='nameAlias'])"));
        Assert.Equal(counts.Addresses, Xml(eu, "count(//*[local-name()='address' and (string(@street)!='' or string(@city)!='' or string(@zipCode)!='' or string(@poBox)!='' or string(@place)!='' or string(@region)!='')])"));
        Assert.Equal(counts.Identifiers, Xml(eu, "count(//*[local-name()='identification'])"));

        (var ofac, counts, _) = Read("ofac.xml", Sample.OfacXml);
        Assert.Equal(counts.Entries, Xml(ofac, "count(//*[local-name()='sdnEntry'])"));
        Assert.Equal(counts.Names, Xml(ofac, "count(//*[local-name()='sdnEntry' or local-name()='aka'])"));
        Assert.Equal(counts.Addresses, Xml(ofac, "count(//*[local-name()='address'])"));
        Assert.Equal(counts.Identifiers, Xml(ofac, "count(//*[local-name()='id' and not(*[local-name()='idType']='Gender')])"));

        // An entry of a party for each list it is on, with all its names.
        (var advanced, counts, _) = Read("advanced.xml", Sample.OfacAdvancedXml);
        Assert.Equal(counts.Entries, Xml(advanced, "count(//*[local-name()='SanctionsEntry'])"));
        Assert.Equal(counts.Names, Xml(advanced, "count(//*[local-name()='DocumentedName'])") * counts.Entries);
    }

    [Fact]
    public void The_tables_by_duckdb()
    {
        var (path, counts, _) = Read("dpl.txt", Sample.DplText.Replace("\\t", "\t", StringComparison.Ordinal));
        var table = $"read_csv('{path}', delim='\\t', header=true, all_varchar=true)";
        Assert.Equal(counts.Entries, Sql($"SELECT count(*) FROM {table}"));
        Assert.Equal(counts.Addresses, Sql($"SELECT count(*) FROM {table} WHERE coalesce(Street_Address, City, State, Postal_Code) IS NOT NULL"));

        (path, counts, _) = Read("simple.csv", Sample.OpenSanctionsCsv);
        table = $"read_csv('{path}', delim=',', header=true, all_varchar=true)";
        Assert.Equal(counts.Entries, Sql($"SELECT count(*) FROM {table}"));
        Assert.Equal(counts.Names, Sql($"SELECT sum(1 + len(string_split(aliases, ';'))) FROM {table}"));
        Assert.Equal(counts.Addresses, Sql($"SELECT sum(len(string_split(addresses, ';'))) FROM {table}"));
        Assert.Equal(counts.Identifiers, Sql($"SELECT sum(len(string_split(identifiers, ';'))) FROM {table}"));

        (path, counts, _) = Read("csl.csv", Sample.CslCsv);
        Assert.Equal(counts.Entries, Sql($"SELECT count(*) FROM read_csv('{path}', delim=',', header=true, all_varchar=true)"));

        // The header of OFSI's list stands on its second line, and rows of one group are one entry.
        (path, counts, _) = Read("uk.csv", Sample.UkCsv);
        Assert.Equal(counts.Entries, Sql($"SELECT count(DISTINCT \"Group ID\") FROM read_csv('{path}', delim=',', header=true, skip=1, all_varchar=true)"));
    }

    [Theory]
    [MemberData(nameof(SharedListTests.Files), MemberType = typeof(SharedListTests))]
    public void The_published_lists_by_jq(string file)
    {
        var path = Path.Combine(SharedListTests.Folder, file);
        if (file.Length == 0 || !File.Exists(path))
        {
            Assert.Skip($"the lists are not at hand ({SharedListTests.Folder})");
        }

        using var stream = File.OpenRead(path);
        var content = ListReader.Read(stream, new ListReadOptions());
        var counts = ListCounts.Of(content.Parties);

        Assert.Equal(counts.Entries, Jq(path, ".entities | length"));
        Assert.Equal(content.Parties.Count(p => p.Addresses.Length > 0), Jq(path, "[.entities[] | select((.address // \"\") | test(\"[^ ]\"))] | length"));
        Assert.Equal(content.Parties.Count(p => p.Identifiers.Any(i => i.Kind == "uscc")), Jq(path, "[.entities[] | select((.notes // \"\") | test(\"USCC: \"))] | length"));

        // A name printed with others in it comes apart besides, so there are at least as many as are printed.
        Assert.True(counts.Names >= Jq(path, "[.entities[] | [.name] + .aliases | map(gsub(\"\\\\s+\"; \" \") | sub(\"^ \"; \"\") | sub(\" $\"; \"\")) | map(select(test(\"a\\\\.k\\\\.a|f\\\\.k\\\\.a|known|; |^and \") | not)) | unique | length] | add"), $"{counts.Names} names");
        Assert.Empty(content.Missing);
        Assert.Empty(content.PassedOver);
    }

    private (string Path, ListCounts Counts, ListContent Content) Read(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        var content = Sample.Read(text);
        return (path, ListCounts.Of(content.Parties), content);
    }

    private static int Occurrences(string? text, params string[] labels) => labels.Count(l => text?.Contains(l, StringComparison.Ordinal) == true);

    private static int Jq(string path, string filter, params string[] options) => int.Parse(SecondReading.Run("jq", [.. options, filter, path]), CultureInfo.InvariantCulture);

    private static int Xml(string path, string count) => int.Parse(SecondReading.Run("xmllint", "--xpath", count, path), CultureInfo.InvariantCulture);

    private static int Sql(string query)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return int.Parse(command.ExecuteScalar()!.ToString()!, CultureInfo.InvariantCulture);
    }
}
