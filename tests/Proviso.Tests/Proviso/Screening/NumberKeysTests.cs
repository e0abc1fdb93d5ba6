// Method: one number written in the ways that lists and papers write it, on either side; each pair that is one number must be found, each that is not must not.
using Proviso.Screening;
using Proviso.Screening.Lists;

namespace Proviso.Tests.Proviso.Screening;

public class NumberKeysTests
{
    public static TheoryData<string, string> Same() => new()
    {
        { "tax:7700000000", "tax:INN: 7700000000" },
        { "tax:7700000000", "registration:7700000000" },
        { "tax:7700000000", "other:INN 7700000000" },
        { "registration:1027700000000", "tax:ИНН 7700000000, ОГРН 1027700000000" },
        { "registration:INN: 7700000000; OGRN: 1027700000000", "registration:1027700000000" },
        { "registration:INN: 7700000000; OGRN: 1027700000000", "tax:7700000000" },
        { "registration:7700000000 / 1027700000000", "registration:1027700000000" },
        { "registration:7700000000/1027700000000", "registration:7700000000" },
        { "registration:7700000000, 1027700000000", "registration:1027700000000" },
        { "registration:7700000000 1027700000000", "registration:1027700000000" },
        { "registration:7700000000;1027700000000", "registration:1027700000000" },
        { "registration:7700000000\n1027700000000", "registration:1027700000000" },
        { "registration:Registration Number 123456 (Hong Kong)", "registration:123456" },
        { "registration:123456 (Hong Kong)", "registration:Registration No. 123456" },
        { "registration:Reg. No.: 123456", "registration:123456" },
        { "registration:Company Number 123456", "registration:123456" },
        { "tax:Tax ID No. 7700000000 (Russia)", "tax:7700000000" },
        { "uscc:91110000600037341L", "registration:Unified Social Credit Code 91110000600037341L" },
        { "uscc:91110000600037341L", "other:统一社会信用代码：91110000600037341L" },
        { "registration:91110000600037341L", "uscc:9111 0000 6000 3734 1L" },
        { "uscc:Unified Social Credit Code (USCC) 91110000600037341L (China)", "uscc:91110000600037341l" },
        { "registration:HRB 12345", "registration:hrb-12345" },
        { "tax:123 456 789", "tax:123456789" },
        { "tax:12-345-678", "tax:１２３４５６７８" },
        { "imo:IMO 9187629", "imo:9187629" },
        { "other:IMO 9187629", "imo:9187629" },
        { "other:123456", "passport:123456" },
        { "passport:123456", "other:123456" },
        { "lei:529900T8BM49AURSDO55", "other:LEI: 529900T8BM49AURSDO55" },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void One_number_is_found_however_either_side_writes_it(string one, string other)
    {
        Assert.True(Found(one, other), $"`{other}` asked, `{one}` listed");
        Assert.True(Found(other, one), $"`{one}` asked, `{other}` listed");
    }

    [Theory]
    [InlineData("tax:7700000000", "tax:7700000001")]
    [InlineData("tax:12345", "registration:12345")]
    [InlineData("passport:12345678", "tax:12345678")]
    [InlineData("registration:INN 7700000000 KPP 770101001", "tax:INN 7711111111 KPP 770101001")]
    [InlineData("tax:1234", "tax:1234")]
    [InlineData("registration:12345/2019", "registration:54321/2019")]
    [InlineData("registration:Registration Number", "registration:Registration Number")]
    public void Two_numbers_are_two(string one, string other) => Assert.False(Found(one, other));

    [Theory]
    [InlineData("Founded in Moscow. (Registration number: 1027700000000)", "registration:1027700000000")]
    [InlineData("INN 7700000000; OGRN 1027700000000", "tax:7700000000")]
    [InlineData("Tax ID No. 7700000000 (Russia)", "registration:7700000000")]
    [InlineData("Unified Social Credit Code 91110000600037341L", "uscc:91110000600037341L")]
    public void A_number_with_a_label_in_the_notes_of_an_entry_is_found(string notes, string asked) =>
        Assert.Equal(ScreeningVerdict.Hit, Made.Screener(Made.Listed("Northern Lantern") with { Notes = notes }).Screen(new PartyQuery { Name = "Quiet Meadow", Identifiers = [Of(asked)] }, new DateOnly(2026, 2, 10)).Verdict);

    [Theory]
    [InlineData("Quiet Meadow LLC (INN 7700000000)", null)]
    [InlineData("Quiet Meadow", "1 Road, OGRN: 1027700000000")]
    public void A_number_with_a_label_in_the_name_or_address_asked_about_is_found(string name, string? address) =>
        Assert.Equal(
            ScreeningVerdict.Hit,
            Made.Screener(Made.Listed("Northern Lantern") with { Identifiers = [Of("tax:7700000000"), Of("registration:1027700000000")] }).Screen(new PartyQuery { Name = name, Address = address }, new DateOnly(2026, 2, 10)).Verdict);

    [Theory]
    [InlineData("A story of 1966, see 89 FR 96830, and id est 3 of 12")]
    [InlineData("Phone 7700000000")]
    public void Other_figures_of_a_text_are_no_numbers_of_a_party(string notes) =>
        Assert.Empty(NumberKeys.Of(Made.Listed("Northern Lantern") with { Notes = notes }));

    private static bool Found(string listed, string asked) => NumberKeys.Asked(Of(asked)).Intersect(NumberKeys.Listed(Of(listed)), StringComparer.Ordinal).Any();

    private static ListedIdentifier Of(string text) => new(text[..text.IndexOf(':', StringComparison.Ordinal)], text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..]);
}
