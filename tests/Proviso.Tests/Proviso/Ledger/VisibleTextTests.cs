// Method: texts that look empty or alike, one of each kind of character, beside texts of many scripts that must pass.
using System.Globalization;
using System.Text;
using Proviso.Ledger;
using static Proviso.Tests.Proviso.Ledger.LedgerWorld;

namespace Proviso.Tests.Proviso.Ledger;

public class VisibleTextTests
{
    [Theory]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("--- !?")]
    [InlineData("\u3164")]
    [InlineData("\u115F\u1160")]
    [InlineData("\uFFA0")]
    [InlineData("\u2800\u2800")]
    [InlineData("\u200B")]
    [InlineData("\u00A0\u3000")]
    [InlineData("\u2063 \u00AD")]
    [InlineData("\u02CD\u02D7")]
    [InlineData("\u0301")]
    [InlineData("\U000E0041")]
    [InlineData("€ § ☐")]
    [InlineData("")]
    public void A_reason_without_a_word_is_none_in_any_command(string text)
    {
        Assert.False(CommandCheck.IsWords(text));
        LedgerCommand[] all =
        [
            new Grant("c", On(0), Line, Of(1), text), new Reverse("c", On(0), "g1", text, "why"), new Reverse("c", On(0), "g1", By, text), new Adjust("c", On(0), Line, Of(1), null, text, "why"),
            new Adjust("c", On(0), Line, Of(1), null, By, text), new Freeze("c", On(0), Line, text, "why"), new Freeze("c", On(0), Line, By, text), new Unfreeze("c", On(0), Line, By, text),
            new Close("c", On(0), Line, By, text), new SetRate("c", On(0), "USD", "CNY", On(0), 1, 7, text), new Suspend("c", On(0), SuspensionScope.Account, Line, "cause", text),
            new Reinstate("c", On(0), SuspensionScope.Account, Line, "cause", By, text), new RightClock("c", On(0), On(0), text, "why"), new RightClock("c", On(0), On(0), By, text),
            Open(new() { Account = "n", Kind = AccountKind.Cap, Currency = "USD", Tolerances = [new(On(0), 0, 0, 0, text)] }),
        ];
        Assert.All(all, command => Assert.Contains(Refuse<Malformed>(Book(), command).Field, (string[])["authority", "reason", "source", "tolerances"]));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("é")]
    [InlineData("- a -")]
    [InlineData("原因")]
    [InlineData("ㅎ")]
    [InlineData("причина")]
    [InlineData("سبب")]
    [InlineData("\u200Bok")]
    [InlineData("𐐷")]
    public void A_reason_in_any_script_is_one(string text)
    {
        Assert.True(CommandCheck.IsWords(text));
        Accept(Book(), new Freeze("c", On(0), Line, By, text));
    }

    [Theory]
    [InlineData(" key")]
    [InlineData("key ")]
    [InlineData(" ")]
    [InlineData("ke\u200By")]
    [InlineData("key\u200D")]
    [InlineData("\uFEFFkey")]
    [InlineData("\u202Eyek")]
    [InlineData("\u2066key\u2069")]
    [InlineData("ke\u00ADy")]
    [InlineData("ke\u00A0y")]
    [InlineData("ke\u3000y")]
    [InlineData("ke\u2028y")]
    [InlineData("\u3164")]
    [InlineData("key\u1160")]
    [InlineData("key\u2800")]
    [InlineData("key\uFE0F")]
    [InlineData("key\U000E0101")]
    [InlineData("ke\u034Fy")]
    [InlineData("\u0301key")]
    [InlineData("key\uE000")]
    [InlineData("key\U000E0041")]
    [InlineData("key\uFFFF")]
    [InlineData("tab\tkey")]
    [InlineData("")]
    public void A_key_shows_everything_it_is(string key)
    {
        LedgerCommand[] all =
        [
            new Release(key, On(0), "r"), new Release("c", On(0), key), new Reserve("c", On(0), key, Of(1), 0), new Ship("c", On(0), key, Of(1), Final: false), new Return("c", On(0), key, Of(1)),
            new Reverse("c", On(0), key, By, "why"), new Grant("c", On(0), key, Of(1), By), new Adjust("c", On(0), key, Of(1), null, By, "why"), new Freeze("c", On(0), key, By, "why"),
            new Unfreeze("c", On(0), key, By, "why"), new Close("c", On(0), key, By, "why"), new SetRate("c", On(0), "USD", "CNY", On(0), 1, 7, "made up", key), new RecordSale("c", On(0), key, Exporter, 1, 1),
            new RecordSale("c", On(0), Product, key, 1, 1), new Suspend("c", On(0), SuspensionScope.Account, key, "cause", "why"), new Suspend("c", On(0), SuspensionScope.Account, Line, key, "why"),
            new Reinstate("c", On(0), SuspensionScope.Account, Line, key, By, "why"), Open(new() { Account = key, Kind = AccountKind.Cap, Currency = "USD" }),
            Open(new() { Account = "n", Kind = AccountKind.Cap, Currency = "USD", License = key }), Open(new() { Account = "n", Kind = AccountKind.Cap, Currency = "USD", Authority = key }),
            Open(new() { Account = "n", Kind = AccountKind.Line, Currency = "USD", Caps = [key] }),
        ];
        Assert.All(all, command => Assert.NotEmpty(Refuse<Malformed>(Book(), command).Problem));
    }

    [Theory]
    [InlineData("US-2026-0001/1")]
    [InlineData("made-up buyer")]
    [InlineData("中国总量")]
    [InlineData("Zürich")]
    [InlineData("Zu\u0308rich")]
    [InlineData("लाइन")]
    [InlineData("rocket-🚀")]
    public void A_key_of_visible_characters_is_one(string key) => Accept(Book(), Open(new() { Account = key, Kind = AccountKind.Cap, Currency = "USD" }));

    [Fact]
    public void No_character_without_a_look_passes_as_a_key_alone()
    {
        // Every character of Unicode by itself. What passes is of a category that has a look; the others are listed by Unicode as ignorable by default.
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.TryCreate(value, out var rune) || CommandCheck.Key("key", rune.ToString()) is not null)
            {
                continue;
            }

            var category = Rune.GetUnicodeCategory(rune);
            Assert.True(category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark)
                && value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800), $"U+{value:X4} passes");
        }
    }

    [Theory]
    [InlineData("a reason\u2028and a second line")]
    [InlineData("turned \u202Etxet")]
    [InlineData("turned \u2067text")]
    public void A_reason_stays_on_its_line_and_in_its_direction(string text) => Assert.Contains("U+20", Refuse<Malformed>(Book(), new Freeze("c", On(0), Line, By, text)).Problem, StringComparison.Ordinal);
}
