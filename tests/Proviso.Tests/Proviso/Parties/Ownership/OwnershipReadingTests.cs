// Method: hand-written samples of made-up companies in each format; every kind of bad input is a problem with its line, never an exception.
using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Proviso.Parties.Ownership;

namespace Proviso.Tests.Proviso.Parties.Ownership;

public class OwnershipReadingTests
{
    [Theory]
    [InlineData("25", 25_000_000, 25_000_000)]
    [InlineData(" 25 % ", 25_000_000, 25_000_000)]
    [InlineData("33.333333", 33_333_333, 33_333_333)]
    [InlineData("25-50", 25_000_000, 50_000_000)]
    [InlineData("25 % – 50 %", 25_000_000, 50_000_000)]
    [InlineData(">=25", 25_000_000, 100_000_000)]
    [InlineData(">25%", 25_000_001, 100_000_000)]
    [InlineData("<25", 0, 24_999_999)]
    [InlineData("<=25", 0, 25_000_000)]
    [InlineData("Unknown", 0, 100_000_000)]
    [InlineData("-5", -5_000_000, -5_000_000)]
    public void A_share_is_read_as_it_is_written(string text, long low, long high)
    {
        Assert.True(ShareInterval.TryParse(text, out var share));
        Assert.Equal(new ShareInterval(low, high), share);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("NaN")]
    [InlineData("1e3%")]
    [InlineData("25,5")]
    [InlineData("33.3333333")]
    [InlineData("∞")]
    [InlineData("25-")]
    [InlineData("25--50")]
    [InlineData("25%%")]
    [InlineData(">")]
    [InlineData("٢٥")]
    [InlineData("25.0000000000000000000000000000001")]
    [InlineData("99999999999999999999999999999999999999999999999999999999999999999999999999")]
    public void What_is_no_share_is_none(string? text) => Assert.False(ShareInterval.TryParse(text, out _));

    [Fact]
    public void A_share_reads_back_from_its_own_text() => Gen.Select(Gen.Long[0, ShareInterval.Whole], Gen.Long[0, ShareInterval.Whole]).Sample((low, high) =>
    {
        Assert.True(ShareInterval.TryParse(new ShareInterval(low, high).ToString().Replace(" to ", "-", StringComparison.Ordinal), out var share));
        Assert.Equal(new ShareInterval(low, high), share);
    }, threads: 1);

    [Fact]
    public void A_table_gives_holders_and_stakes()
    {
        var reading = Csv("""
            owner,owned,share,kind,from,until,source,owner_name,owner_owners,owner_listed,owned_name,owned_country,owned_owners
            X,A,30-50,,2025-01-01,,"made-up report, p. 2",Made-up X,,entity-list; sdn,Made-up A,CN,complete
            P,A,>=40%,,,2025-12-31,made-up report,Made-up P,person,,,,
            P,A,60,voting,,,made-up report,,,,,,
            ,B,,,,,,,,,Made-up B,,complete
            """);

        Assert.Empty(reading.Problems);
        var book = reading.Book!;
        Assert.Equal(["A", "X", "P", "B"], book.Holders.Select(h => h.Key));
        Assert.Equal(new Stake("X", "A", new(30_000_000, 50_000_000), StakeKind.Ownership, new DateOnly(2025, 1, 1), null, "made-up report, p. 2", 2), book.Stakes[0]);
        Assert.Equal(new Stake("P", "A", new(40_000_000, 100_000_000), StakeKind.Ownership, null, new DateOnly(2025, 12, 31), "made-up report", 3), book.Stakes[1]);
        Assert.Equal(StakeKind.Voting, book.Stakes[2].Kind);
        Assert.Equal(["entity-list", "sdn"], book.StatedLists()["X"]);
        Assert.Equal("CN", book.Find("A")!.Country!.Code);
        Assert.Equal((OwnersKnown.Complete, OwnersKnown.Person, OwnersKnown.Complete), (book.Find("A")!.Owners, book.Find("P")!.Owners, book.Find("B")!.Owners));
        Assert.Equal("P", book.FindKeyOrName("made-up p")!.Key);
        Assert.Null(book.FindKeyOrName("made-up"));
    }

    [Theory]
    [InlineData("", "PRV0710", 1)]
    [InlineData("owner,owned\nX,A\n", "PRV0710", 1)]
    [InlineData("owner,owned,share,low,high\n", "PRV0710", 1)]
    [InlineData("owner,owned,low\n", "PRV0710", 1)]
    [InlineData("owner;owned;share\nX;A;5\n", "PRV0710", 1)]
    [InlineData("owner,owned,share,shrae\n", "PRV0710", 1)]
    [InlineData("owner,owned,share,share\n", "PRV0710", 1)]
    [InlineData("owner,owned,share\nX,A,5,6\n", "PRV0710", 2)]
    [InlineData("owner,owned,share\nX,A,\n", "PRV0711", 2)]
    [InlineData("owner,owned,share\nX,A,1e3%\n", "PRV0711", 2)]
    [InlineData("owner,owned,share\nX,A,NaN\n", "PRV0711", 2)]
    [InlineData("owner,owned,low,high\nX,A,5,\n", "PRV0711", 2)]
    [InlineData("owner,owned,share\nX,A,5\n\nX,A,50-25\n", "PRV0702", 4)]
    [InlineData("owner,owned,share\nX,A,101\n", "PRV0703", 2)]
    [InlineData("owner,owned,share\nX,A,-5\n", "PRV0703", 2)]
    [InlineData("owner,owned,share\nA,A,5\n", "PRV0701", 2)]
    [InlineData("owner,owned,share\n,A,5\n", "PRV0709", 2)]
    [InlineData("owner,owned,share\nX,,5\n", "PRV0709", 2)]
    [InlineData("owner,owned,share\nX,A,60\nY,A,40.000001\n", "PRV0700", 3)]
    [InlineData("owner,owned,share,owned_owners\nX,A,5,person\n", "PRV0705", 2)]
    [InlineData("owner,owned,share\nX,A,5\nX,A,5\n", "PRV0706", 3)]
    [InlineData("owner,owned,share,owned_owners\nX,A,5,person\nX,A,6,complete\n", "PRV0707", 3)]
    [InlineData("owner,owned,share,from,until\nX,A,5,2026-02-01,2026-01-31\n", "PRV0708", 2)]
    [InlineData("owner,owned,share,from\nX,A,5,2026-02-30\n", "PRV0712", 2)]
    [InlineData("owner,owned,share,kind\nX,A,5,votes\n", "PRV0716", 2)]
    [InlineData("owner,owned,share,owner_country\nX,A,5,Chnia\n", "PRV0716", 2)]
    [InlineData("owner,owned,share,owner_owners\nX,A,5,all\n", "PRV0716", 2)]
    [InlineData("owner,owned,share\nX,\"A\"b,5\n", "PRV0710", 2)]
    public void A_bad_table_is_refused_with_its_line(string text, string code, int line)
    {
        var reading = OwnershipBook.ReadCsv(Stream(text));

        Assert.Null(reading.Book);
        Assert.Equal((code, line), (reading.Problems[0].Code, reading.Problems[0].Line));
        Assert.NotNull(reading.Problems[0].Help);
    }

    [Fact]
    public void Shares_that_do_not_hold_on_the_same_day_are_not_added()
    {
        Assert.Empty(Csv("owner,owned,share,from,until\nX,A,60,,2025-12-31\nY,A,60,2026-01-01,\n").Problems);
        var problem = Assert.Single(Csv("owner,owned,share,from,until\nX,A,60,,2026-01-01\nY,A,60,2026-01-01,\n").Problems);
        Assert.Equal(("PRV0700", 3), (problem.Code, problem.Line));
        Assert.Contains("120 % from 2026-01-01 on", problem.Message);
    }

    [Fact]
    public void The_same_stake_with_the_same_source_counts_once_and_is_noted()
    {
        var reading = Csv("owner,owned,share,source\nX,A,60,made-up report\nX,A,60,made-up report\nX,A,30,made-up register of bearer shares\n");

        Assert.Equal(2, reading.Book!.Stakes.Length);
        Assert.Contains("line 3 repeats line 2", Assert.Single(reading.Notes));
    }

    [Fact]
    public void A_stake_of_a_holder_that_nobody_declared_refuses_the_book()
    {
        var builder = new OwnershipBookBuilder();
        builder.AddHolder("A");
        builder.AddStake(new Stake("X", "A", ShareInterval.Exactly(1), Line: 7));

        Assert.Equal(("PRV0704", 7), builder.Build().Problems.Select(p => (p.Code, p.Line)).Single());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_a_problem_in_every_format()
    {
        foreach (var read in Readers)
        {
            var reading = read(new MemoryStream([.. "owner,owned,share\nX,A,5\n"u8, 0xC3, 0x28, (byte)'\n']));
            Assert.Null(reading.Book);
            Assert.Contains(reading.Problems, p => p.Code is "PRV0713" or "PRV0710" or "PRV0715");
        }

        Assert.Equal("PRV0713", OwnershipBook.ReadCsv(new MemoryStream([.. "owner,owned,share\nX,"u8, 0xFF, .. ",5\n"u8])).Problems.Single().Code);
        Assert.Equal("PRV0713", OwnershipBook.ReadUkControl(new MemoryStream([(byte)'{', 0xFF])).Problems.Single().Code);
    }

    [Fact]
    public void A_mark_at_the_start_of_the_file_is_no_part_of_it() =>
        Assert.Empty(OwnershipBook.ReadCsv(new MemoryStream([0xEF, 0xBB, 0xBF, .. "owner,owned,share\nX,A,5\n"u8])).Problems);

    [Fact]
    public void Endless_lines_and_fields_are_refused_before_they_are_held()
    {
        foreach (var read in Readers)
        {
            foreach (var start in new[] { "", "owner,owned,share\nX,\"", "owner,owned,share\nX,A,5\n", "{\"a\":\"", "[{\"a\":\"" })
            {
                Assert.Null(read(new EndlessStream(Encoding.UTF8.GetBytes(start), 600 << 20)).Book);
            }
        }
    }

    [Fact]
    public void Random_bytes_and_torn_files_never_throw() => Gen.Select(Gen.Int[0, Samples.Length - 1], Gen.Int[0, 3000], Gen.Byte, Gen.Int[0, 3], Gen.Byte.Array[0, 40]).Sample((which, at, with, how, random) =>
    {
        var bytes = Encoding.UTF8.GetBytes(Samples[which]);
        at %= bytes.Length;
        bytes = how switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], with, .. bytes[(at + 1)..]],
            2 => [.. bytes[..at], .. bytes[(at + 1)..]],
            _ => random,
        };
        foreach (var read in Readers)
        {
            var reading = read(new MemoryStream(bytes));
            Assert.NotEqual(reading.Book is null, reading.Problems.IsEmpty);
        }
    }, iter: 3_000, threads: 1);

    [Fact]
    public void A_global_record_of_direct_consolidation_is_a_stake_of_unknown_share_unless_it_says_one()
    {
        var reading = OwnershipBook.ReadGleif(Stream(Gleif));

        Assert.Empty(reading.Problems);
        var book = reading.Book!;
        Assert.Equal(
            [
                new Stake("MADEUPPARENT00000001", "MADEUPCHILD000000001", ShareInterval.Unknown, StakeKind.Ownership, new DateOnly(2020, 1, 1), null, "GLEIF relationship record", 2),
                new Stake("MADEUPPARENT00000001", "MADEUPCHILD000000002", ShareInterval.Exactly(51_500_000), StakeKind.Ownership, null, null, "GLEIF relationship record", 3),
            ],
            book.Stakes);
        Assert.Equal(["1 records left out: no longer active", "1 records left out: of a type that is no ownership: IS_FUND-MANAGED_BY", "1 records left out: ultimate parents, who own through direct ones"], reading.Notes);
    }

    [Theory]
    [InlineData("Relationship.StartNode.NodeID,Relationship.EndNode.NodeID\n", "PRV0710")]
    [InlineData("owner,owned,share\nX,A,5\n", "PRV0710")]
    public void A_table_without_the_columns_of_the_records_is_refused(string text, string code) => Assert.Equal(code, OwnershipBook.ReadGleif(Stream(text)).Problems.Single().Code);

    [Fact]
    public void A_register_of_control_gives_bands_and_links_companies_by_their_numbers()
    {
        var reading = OwnershipBook.ReadUkControl(Stream(Psc));

        Assert.Empty(reading.Problems);
        var book = reading.Book!;
        Assert.Equal(
            [
                ("GB-PSC:01234567/p1", "GB-COH:01234567", new ShareInterval(75_000_000, 100_000_000)),
                ("GB-COH:01234567", "GB-COH:07654321", new(50_000_000, 74_999_999)),
                ("GB-PSC:07654321/p3", "GB-COH:07654321", new(0, 50_000_000)),
                ("GB-PSC:00000003/p4", "GB-COH:00000003", new(0, 50_000_000)),
            ],
            book.Stakes.Where(s => s.Kind == StakeKind.Ownership).Select(s => (s.Owner, s.Owned, s.Share)));
        Assert.Equal(OwnersKnown.Person, book.Find("GB-PSC:01234567/p1")!.Owners);
        Assert.Equal("Made-up Holding Ltd", book.Find("GB-COH:01234567")!.Name);
        Assert.Equal(new DateOnly(2020, 5, 31), book.Stakes.Single(s => s.Owner == "GB-PSC:00000003/p4").Until);
        Assert.Single(book.Stakes, s => s.Kind == StakeKind.Voting);

        // Whoever holds a quarter or less is not registered, so the rest stays open; but a half is a half.
        var solver = new OwnershipSolver(book, new DateOnly(2026, 6, 1), new Dictionary<string, ImmutableArray<string>> { ["GB-PSC:01234567/p1"] = ["made-up-list"] });
        Assert.Equal(OwnershipVerdict.AtLeastHalf, solver.VerdictOf("GB-COH:07654321"));
    }

    [Fact]
    public void Joint_holders_of_the_register_do_not_add_up()
    {
        // Two made-up persons who may hold the same 40 % together: registered twice, owned once.
        var both = """{"company_number":"00000009","data":{"kind":"individual-person-with-significant-control","name":"Made-up Joint","natures_of_control":["ownership-of-shares-25-to-50-percent"],"links":{"self":"/x/j1"}}}""" + "\n"
            + """{"company_number":"00000009","data":{"kind":"individual-person-with-significant-control","name":"Made-up Joint Too","natures_of_control":["ownership-of-shares-25-to-50-percent"],"links":{"self":"/x/j2"}}}""";
        var reading = OwnershipBook.ReadUkControl(Stream(both));
        var listed = new Dictionary<string, ImmutableArray<string>> { ["GB-PSC:00000009/j1"] = ["made-up-list"], ["GB-PSC:00000009/j2"] = ["made-up-list"] };

        Assert.Equal([25_000_001, 0], reading.Book!.Stakes.Select(s => s.Share.Low));
        Assert.Single(reading.Notes);
        Assert.Equal(OwnershipVerdict.CannotDetermine, new OwnershipSolver(reading.Book, new DateOnly(2026, 6, 1), listed).VerdictOf("GB-COH:00000009"));

        // One may hold its half jointly with the one that holds more.
        var more = OwnershipBook.ReadUkControl(Stream(both.Replace("\"Made-up Joint\",\"natures_of_control\":[\"ownership-of-shares-25-to-50", "\"Made-up Joint\",\"natures_of_control\":[\"ownership-of-shares-50-to-75", StringComparison.Ordinal)));
        Assert.Equal(new ShareInterval(50_000_000, 74_999_999), more.Book!.Stakes[0].Share);
        listed.Remove("GB-PSC:00000009/j1");
        Assert.Equal(new ShareInterval(0, 50_000_000), new OwnershipSolver(more.Book, new DateOnly(2026, 6, 1), listed).ShareOf("GB-COH:00000009"));

        // Three quarters each cannot both be owned apart.
        Assert.All(OwnershipBook.ReadUkControl(Stream(both.Replace("25-to-50", "75-to-100", StringComparison.Ordinal))).Book!.Stakes, s => Assert.Equal(0, s.Share.Low));
    }

    [Theory]
    [InlineData("{\"company_number\":\"1\"}\n", "PRV0715", 1)]
    [InlineData("\n[]\n", "PRV0715", 2)]
    [InlineData("{\"company_number\":\n", "PRV0715", 1)]
    [InlineData("{\"data\":{\"kind\":\"individual-person-with-significant-control\"}}", "PRV0715", 1)]
    [InlineData("{\"company_number\":\"1\",\"data\":{\"kind\":\"individual-person-with-significant-control\",\"notified_on\":\"soon\"}}", "PRV0712", 1)]
    [InlineData("{\"company_number\":\"1\",\"data\":{\"kind\":\"individual-person-with-significant-control\",\"name\":\"\\ud800\"}}", "PRV0715", 1)]
    public void A_bad_snapshot_is_refused_with_its_line(string text, string code, int line) =>
        Assert.Equal((code, line), OwnershipBook.ReadUkControl(Stream(text)).Problems.Select(p => (p.Code, p.Line)).First());

    [Fact]
    public void Statements_of_the_newest_version_are_read_by_record()
    {
        var reading = OwnershipBook.ReadStatements(Stream(Newest));

        Assert.Empty(reading.Problems);
        var book = reading.Book!;
        Assert.Equal(["c", "p", "q"], book.Holders.Select(h => h.Key));
        Assert.Equal((OwnersKnown.Person, OwnersKnown.NotAll), (book.Find("p")!.Owners, book.Find("q")!.Owners));
        Assert.Equal(
            [
                (StakeKind.Ownership, ShareInterval.Exactly(40_000_000), new DateOnly(2024, 1, 1), (DateOnly?)null),
                (StakeKind.Voting, ShareInterval.Unknown, null, null),
                (StakeKind.Ownership, new ShareInterval(25_000_001, 49_999_999), null, new DateOnly(2025, 2, 28)),
            ],
            book.Stakes.Select(s => (s.Kind, s.Share, s.From, s.Until)));
        Assert.Equal(["1 indirect interests left out: the links of their chains count themselves", "1 relationships with a party that is not named: their shares stay unstated"], reading.Notes);
    }

    [Fact]
    public void Statements_of_the_versions_before_follow_replacements()
    {
        var reading = OwnershipBook.ReadStatements(Stream(Older));

        Assert.Empty(reading.Problems);
        var stake = Assert.Single(reading.Book!.Stakes);
        Assert.Equal(("e2", "p1", new ShareInterval(25_000_001, 50_000_000), 5), (stake.Owned, stake.Owner, stake.Share, stake.Line));
        Assert.Equal("Made-up Company, renamed", reading.Book.Find("e2")!.Name);
    }

    [Theory]
    [InlineData("[{\"statementId\":\"1\",\"recordType\":\"thing\"}]", "PRV0715", 1)]
    [InlineData("[{}]", "PRV0715", 1)]
    [InlineData("[\n1]", "PRV0715", 2)]
    [InlineData("[\n{\"statementId\":\"1\",\n\"recordType\":\"entity\"}", "PRV0715", 3)]
    [InlineData("[]x", "PRV0715", 1)]
    [InlineData("[\n{\"statementId\":\"r\",\"recordType\":\"relationship\",\"recordDetails\":{\"subject\":\"c\",\"interestedParty\":\"p\",\"interests\":[{\"type\":\"shareholding\",\"share\":{\"exact\":5}}]}}]", "PRV0704", 2)]
    [InlineData("{\"statementId\":\"r\",\"recordType\":\"relationship\",\"recordDetails\":{\"subject\":\"c\",\"interestedParty\":\"p\",\"interests\":[{\"type\":\"shareholding\",\"share\":{\"exact\":\"half\"}}]}}", "PRV0711", 1)]
    [InlineData("{\"statementId\":\"r\",\"recordType\":\"relationship\",\"recordDetails\":{\"subject\":\"c\",\"interestedParty\":\"p\",\"interests\":[{\"share\":{\"exact\":1e3}}]}}", "PRV0711", 1)]
    [InlineData("{\"statementId\":\"r\",\"recordType\":\"relationship\",\"recordDetails\":{\"subject\":\"c\",\"interestedParty\":\"p\",\"interests\":[{\"startDate\":\"2024\"}]}}", "PRV0712", 1)]
    public void Bad_statements_are_refused_with_their_lines(string text, string code, int line) =>
        Assert.Equal((code, line), OwnershipBook.ReadStatements(Stream(text)).Problems.Select(p => (p.Code, p.Line)).First());

    private const string Gleif = """
        Relationship.StartNode.NodeID,Relationship.StartNode.NodeIDType,Relationship.EndNode.NodeID,Relationship.EndNode.NodeIDType,Relationship.RelationshipType,Relationship.RelationshipStatus,Relationship.Period.1.startDate,Relationship.Period.1.endDate,Relationship.Period.1.periodType,Relationship.Quantifiers.1.MeasurementMethod,Relationship.Quantifiers.1.QuantifierAmount,Relationship.Quantifiers.1.QuantifierUnits,Registration.RegistrationStatus
        MADEUPCHILD000000001,LEI,MADEUPPARENT00000001,LEI,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,2020-01-01T00:00:00.000Z,,RELATIONSHIP_PERIOD,,,,PUBLISHED
        MADEUPCHILD000000002,LEI,MADEUPPARENT00000001,LEI,IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,2020-01-01T00:00:00.000Z,,ACCOUNTING_PERIOD,ACCOUNTING_CONSOLIDATION,51.5,PERCENTAGE,PUBLISHED
        MADEUPCHILD000000002,LEI,MADEUPPARENT00000002,LEI,IS_ULTIMATELY_CONSOLIDATED_BY,ACTIVE,,,,,,,PUBLISHED
        MADEUPCHILD000000003,LEI,MADEUPPARENT00000002,LEI,IS_DIRECTLY_CONSOLIDATED_BY,INACTIVE,,,,,,,PUBLISHED
        MADEUPFUND0000000001,LEI,MADEUPPARENT00000002,LEI,IS_FUND-MANAGED_BY,ACTIVE,,,,,,,PUBLISHED
        """;

    private const string Psc = """
        {"company_number":"01234567","data":{"kind":"individual-person-with-significant-control","name":"Made-up Person","natures_of_control":["ownership-of-shares-75-to-100-percent","voting-rights-75-to-100-percent"],"notified_on":"2016-04-06","links":{"self":"/company/01234567/persons-with-significant-control/individual/p1"}}}
        {"company_number":"07654321","data":{"kind":"corporate-entity-person-with-significant-control","name":"Made-up Holding Ltd","identification":{"registration_number":"1234567","place_registered":"Companies House","country_registered":"England and Wales"},"natures_of_control":["ownership-of-shares-50-to-75-percent"],"links":{"self":"/x/p2"}}}
        {"company_number":"07654321","data":{"kind":"individual-person-with-significant-control","name":"Made-up Trustee","natures_of_control":["ownership-of-shares-25-to-50-percent-as-trust"],"links":{"self":"/x/p3"}}}
        {"company_number":"00000003","data":{"kind":"corporate-entity-person-with-significant-control","name":"Made-up Pty Ltd","identification":{"registration_number":"1234567","country_registered":"New South Wales"},"natures_of_control":["ownership-of-shares-25-to-50-percent-as-firm"],"notified_on":"2019-01-01","ceased_on":"2020-06-01","links":{"self":"/x/p4"}}}
        {"company_number":"00000004","data":{"kind":"persons-with-significant-control-statement","statement":"no-individual-or-entity-with-signficant-control"}}
        {"data":{"kind":"totals#persons-of-significant-control-snapshot","persons_of_significant_control_count":4}}
        """;

    private const string Newest = """
        [
          {"statementId":"1","recordId":"c","recordType":"entity","recordStatus":"new","recordDetails":{"isComponent":false,"name":"Made-up Company"}},
          {"statementId":"2","recordId":"p","recordType":"person","recordStatus":"new","recordDetails":{"personType":"knownPerson","names":[{"fullName":"Made-up Person"}]}},
          {"statementId":"3","recordId":"q","recordType":"person","recordStatus":"new","recordDetails":{"personType":"anonymousPerson"}},
          {"statementId":"4","recordId":"r","recordType":"relationship","statementDate":"2024-01-01","recordStatus":"new","recordDetails":{"subject":"c","interestedParty":"p","interests":[{"type":"shareholding","directOrIndirect":"direct","share":{"exact":30}}]}},
          {"statementId":"5","recordId":"r","recordType":"relationship","statementDate":"2025-01-01","recordStatus":"updated","recordDetails":{"subject":"c","interestedParty":"p","interests":[
            {"type":"shareholding","directOrIndirect":"direct","share":{"exact":40,"minimum":40,"maximum":40},"startDate":"2024-01-01"},
            {"type":"votingRights"},
            {"type":"shareholding","directOrIndirect":"indirect","share":{"exact":60}}]}},
          {"statementId":"6","recordId":"s","recordType":"relationship","statementDate":"2025-03-01","recordStatus":"closed","recordDetails":{"subject":"c","interestedParty":"q","interests":[{"type":"shareholding","directOrIndirect":"direct","share":{"exclusiveMinimum":25,"exclusiveMaximum":50}}]}},
          {"statementId":"7","recordId":"t","recordType":"relationship","statementDate":"2025-03-01","recordStatus":"new","recordDetails":{"subject":"c","interestedParty":{"reason":"unknown"},"interests":[]}}
        ]
        """;

    private const string Older = """
        {"statementID":"e1","statementType":"entityStatement","name":"Made-up Company"}
        {"statementID":"e2","statementType":"entityStatement","name":"Made-up Company, renamed","replacesStatements":["e1"]}
        {"statementID":"p1","statementType":"personStatement","personType":"knownPerson","names":[{"fullName":"Made-up Person"}]}
        {"statementID":"o1","statementType":"ownershipOrControlStatement","subject":{"describedByEntityStatement":"e1"},"interestedParty":{"describedByPersonStatement":"p1"},"interests":[{"type":"shareholding","share":{"exact":90}}]}
        {"statementID":"o2","statementType":"ownershipOrControlStatement","subject":{"describedByEntityStatement":"e1"},"interestedParty":{"describedByPersonStatement":"p1"},"interests":[{"type":"shareholding","share":{"minimum":25,"exclusiveMinimum":true,"maximum":50}}],"replacesStatements":["o1"]}
        """;

    private static readonly string[] Samples = ["owner,owned,share,from,until,source,owned_owners\nX,A,>=5,2025-01-01,,\"a \"\"b\"\"\",complete\nY,A,unknown,,,,\n", Gleif, Psc, Newest, Older];

    private static readonly Func<Stream, OwnershipReading>[] Readers = [OwnershipBook.ReadCsv, OwnershipBook.ReadGleif, OwnershipBook.ReadUkControl, OwnershipBook.ReadStatements];

    private static OwnershipReading Csv(string text) => OwnershipBook.ReadCsv(Stream(text));

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A start, then one letter over and over. A reader that holds it all would be seen by its memory; one that never ends, by the clock.</summary>
    private sealed class EndlessStream(byte[] start, long length) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            count = (int)Math.Min(count, length - _at);
            for (var i = 0; i < count; i++, _at++)
            {
                buffer[offset + i] = _at < start.Length ? start[_at] : (byte)'a';
            }

            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
