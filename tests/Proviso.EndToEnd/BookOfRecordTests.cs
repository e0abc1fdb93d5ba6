// Method: a small book of record, founded and filled here as its people would, on the machine's own clock. Companies are made up.
using System.Globalization;

namespace Proviso.EndToEnd;

public sealed class BookOfRecordTests : IDisposable
{
    private const string Charter = """
        {"title": "A small book (made up)", "organizations": [
          {"key": "authority", "name": "An authority (made up)", "kind": "authority", "country": "US"}, {"key": "second", "name": "A second authority (made up)", "kind": "authority", "country": "CN"},
          {"key": "maker", "name": "A maker (made up)", "kind": "exporter", "country": "US"}, {"key": "cloud", "name": "A cloud (made up)", "kind": "buyer", "country": "CN"}],
         "people": [{"key": "admin-1", "organization": "authority", "role": "administrator"}, {"key": "admin-2", "organization": "authority", "role": "administrator"},
          {"key": "officer-1", "organization": "authority", "role": "officer"}, {"key": "officer-2", "organization": "authority", "role": "officer"}]}
        """;

    private readonly TemporaryFolder _folder = new();

    private string Journal => _folder.File("book.journal");

    public void Dispose() => _folder.Dispose();

    private string Ends(int exit, string arguments, string? input = null)
    {
        var result = ProvisoCommand.Run([.. Split(arguments), "--journal", Journal], input);
        Assert.True(exit == result.ExitCode, $"{arguments}\n{result.ExitCode}: {result.Output}{result.Error}");
        Assert.DoesNotContain("\n   at ", result.Output + result.Error);
        return result.Output + result.Error;
    }

    private static IEnumerable<string> Split(string arguments) =>
        arguments.Split('\'').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private string Written(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    private void Found() => Ends(0, $"license found --file '{Written("charter", Charter)}' --as admin-1");

    [Fact]
    public void The_founder_names_its_own_people_alone_and_no_rehearsal_is_played_on_a_book_of_record()
    {
        var others = Charter.Replace("\"key\": \"officer-2\", \"organization\": \"authority\"", "\"key\": \"maker-officer\", \"organization\": \"maker\"", StringComparison.Ordinal);
        Assert.Contains("invited and accept", Ends(64, $"license found --file '{Written("others", others)}' --as admin-1"), StringComparison.Ordinal);
        Ends(64, $"license found --file '{Written("charter", Charter)}' --as officer-1");
        Found();
        Ends(66, $"license found --file '{Written("charter", Charter)}' --as admin-1");

        var now = DateTime.UtcNow.AddMinutes(-1).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var command = $$$"""{"command":"enroll-person","id":"e1","eventTime":"{{{now}}}","actor":"admin-1","person":{"key":"clerk","organization":"authority","role":"clerk"}}""";
        Assert.Contains("--scenario is for rehearsal books", Ends(2, "ledger apply --file - --scenario open-sale", command), StringComparison.Ordinal);
        Assert.Contains("rehearsal", Ends(2, "ledger apply --file -", $$$"""{"at":"2030-01-01T00:00:00Z","command":{{{command}}}}"""), StringComparison.Ordinal);
        Assert.Contains("--scenario is for rehearsal books", Ends(2, "line freeze nothing --reason doubt --as officer-1 --scenario open-sale"), StringComparison.Ordinal);
        Assert.Contains("--law is for rehearsal books", Ends(2, "line freeze nothing --reason doubt --as officer-1 --law law"), StringComparison.Ordinal);
        Assert.Contains("--law is for rehearsal books", Ends(2, "ledger apply --file - --law law", command), StringComparison.Ordinal);
        Assert.Contains("--at is for rehearsal books", Ends(2, "license enroll --person clerk --organization authority --role clerk --as admin-1 --at 2030-01-01"), StringComparison.Ordinal);
        Assert.DoesNotContain("clerk", Ends(0, "license people --as admin-1"), StringComparison.Ordinal);
        Ends(0, "ledger apply --file -", command);
        Assert.Contains("clerk", Ends(0, "license people --as admin-1"), StringComparison.Ordinal);
        Ends(0, "audit verify");
    }

    [Fact]
    public void Two_organizations_come_by_invitation_and_trade_at_the_price_of_the_line()
    {
        Found();
        foreach (var (organization, person) in (ValueTuple<string, string>[])[("maker", "maker-admin"), ("second", "second-admin")])
        {
            Ends(0, $"license invite {organization} --person {person} --as admin-1 --id {organization}-in");
            Ends(0, $"license countersign {organization}-in --as admin-2");
            Ends(0, $"license accept {organization}-in-act --as {person}");
        }

        // The only administrator of an authority makes no signer of it alone, and no second administrator either.
        Ends(0, "license enroll --person second-officer --organization second --role officer --as second-admin --id signer");
        Ends(65, "license countersign signer --as second-admin");
        Ends(0, "license enroll --person second-admin-2 --organization second --role administrator --as second-admin --id other");
        Ends(66, "license countersign signer --as admin-1");
        Ends(0, "license countersign other --as admin-1");
        Ends(65, "license countersign signer --as second-admin-2");

        Ends(0, "license enroll --person maker-clerk --organization maker --role clerk --as maker-admin");
        Ends(0, "license enroll --person maker-clerk-3 --organization maker --role clerk --as maker-admin --id third");
        Assert.Contains("recorded before", Ends(0, "license enroll --person maker-clerk-3 --organization maker --role clerk --as maker-admin --id third"), StringComparison.Ordinal);
        Ends(64, "license enroll --person maker-clerk-2 --organization maker --role clerk --as admin-1");
        Ends(64, "license dismiss maker-clerk --as admin-1");
        var today = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var license = $$$"""
            {"key": "L-1", "authority": "authority", "exporter": "maker", "buyer": "cloud", "product": "nvidia-h200-sxm", "destination": "CN", "endUse": "commercial-datacenter",
             "from": "{{{today}}}", "through": "2099-12-31", "basis": "made up", "lines": [{"key": "line-1", "currency": "USD", "authorized": {"units": 100, "value": 3000000, "tpp": 1583200}}], "conditions": []}
            """;
        Ends(2, $"license issue --file '{Written("unknown", license.Replace("nvidia-h200-sxm", "a-chip", StringComparison.Ordinal))}' --as officer-1");
        Ends(0, $"license issue --file '{Written("license", license)}' --as officer-1 --id issue");
        Ends(65, "license countersign issue --as officer-1");
        Ends(0, "license countersign issue --as officer-2");

        // 30,000 USD a unit by the line; 10 % either way.
        Ends(2, "reservation make line-1 --units 10 --as maker-clerk");
        Ends(65, "reservation make line-1 --units 10 --value 269999 --currency USD --as maker-clerk");
        Ends(0, "reservation make line-1 --units 10 --value 270000 --currency USD --as maker-clerk --id order");
        Assert.Contains("158,320", Ends(0, "reservation list --as officer-1"), StringComparison.Ordinal);
        Ends(60, "reservation make line-1 --units 91 --value 2730000 --currency USD --as maker-clerk");
        Ends(2, "reservation make line-1 --units 1 --value 30000 --currency USD --on 2099-01-01 --as maker-clerk");
        Ends(64, "reservation make line-1 --units 1 --value 30000 --currency USD --as admin-1");
        Ends(66, "shipment make order --units 10 --value 270000 --currency USD --as second-admin");
        Ends(60, "shipment make order --units 11 --value 297000 --currency USD --as maker-clerk");
        Ends(0, "shipment make order --units 10 --value 270000 --currency USD --as maker-clerk");
        Ends(2, "line show line-1 --as second-admin-2");
        Ends(0, "audit verify");
    }
}
