// Method: made-up law with one clause each; a license issued before, on and after the change, that names the provision, another of its matter, and none.
using Proviso.Licensing;
using Proviso.Rules.Binding;
using static Proviso.Tests.Rules.Evaluation.TinyLaw;

namespace Proviso.Tests.Proviso.Licensing;

public class LicenseChangesTests
{
    private static string Law(string clause) =>
        Matter() + "matter n \"other matter\"\n  otherwise not subject\n"
        + Provision("742.6(b)(10)", "license required", "flag")
        + Provision("742.6(b)(11)", "license required", "flag", clauses:
            "  cite \"c\"\n  source \"s\"\n  verified code\n  coverage modelled\n  in force from 2024-01-10 by \"new\" published 2024-01-05\n" + clause)
        + "provision apart \"title\"\n  cite \"c\"\n  source \"s\"\n  verified code\n  coverage modelled\n  in force from 2000-01-01 by \"x\" published 2000-01-01\n  on n\n  then license required\n  when flag\n";

    [Theory]
    [InlineData("", "2024-01-01", "2026-01-01", PermitChange.Continue)]
    [InlineData("  licenses continue\n", "2024-01-01", "2026-01-01", PermitChange.Continue)]
    [InlineData("  licenses end on 2024-03-01\n", "2024-01-01", "2024-02-29", PermitChange.Continue)]
    [InlineData("  licenses end on 2024-03-01\n", "2024-01-01", "2024-03-01", PermitChange.End)]
    [InlineData("  licenses end on 2024-03-01\n", "2024-01-10", "2024-03-01", PermitChange.Continue)]
    [InlineData("  licenses void from the start\n", "2024-01-01", "2024-01-09", PermitChange.Continue)]
    [InlineData("  licenses void from the start\n", "2024-01-01", "2024-01-10", PermitChange.Void)]
    [InlineData("  licenses void from the start\n  vacated by \"court\" published 2024-02-01\n", "2024-01-01", "2024-03-01", PermitChange.Continue)]
    public void A_license_goes_on_unless_a_change_since_its_issue_says_otherwise(string clause, string issued, string on, PermitChange change)
    {
        var law = LicenseChanges.Of(Load(Law(clause)), ["15 CFR 742.6(b)(10); 748"], Day(issued), Day(on), DateOnly.MaxValue);
        Assert.Equal(change, law.Licenses);
        Assert.Equal(change == PermitChange.Continue, law.Stop is null);
    }

    [Theory]
    [InlineData("15 CFR 742.6(b)(10)", PermitChange.End, true)]
    [InlineData("742.6(b)(11)", PermitChange.End, true)]
    [InlineData("under apart", PermitChange.Continue, true)]
    [InlineData("742.6(b)(10)(iii)", PermitChange.End, false)]
    [InlineData("a paper that names nothing", PermitChange.End, false)]
    public void What_names_no_provision_is_stopped_by_any_change_that_ends_licenses(string basis, PermitChange change, bool named)
    {
        var law = LicenseChanges.Of(Load(Law("  licenses end on 2024-03-01\n")), [basis], Day("2024-01-01"), Day("2024-03-01"), DateOnly.MaxValue);
        Assert.Equal(change, law.Licenses);
        Assert.All(law.Changes, c => Assert.Equal(named, c.Concerns));
    }

    [Fact]
    public void Reservations_and_easings_are_told()
    {
        var law = LicenseChanges.Of(
            Load(Law("  reservations lapse on 2024-02-01 \"remark\"\n  conditions fall away \"750.7(i)\"\n")), ["742.6(b)(10)"], Day("2024-01-01"), Day("2024-02-01"), DateOnly.MaxValue);
        Assert.Equal((PermitChange.Continue, PermitChange.End), (law.Licenses, law.Reservations));
        Assert.True(Assert.Single(law.Changes).Eases);
        Assert.Contains("reservations lapse on 2024-02-01 (remark); conditions of older licenses fall away (750.7(i))", law.Changes[0].Text, StringComparison.Ordinal);
        Assert.Equal(PermitChange.Continue, LicenseChanges.Of(
            Load(Law("  reservations lapse on 2024-02-01\n")), ["742.6(b)(10)"], Day("2024-01-01"), Day("2024-01-31"), DateOnly.MaxValue).Reservations);
    }

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
