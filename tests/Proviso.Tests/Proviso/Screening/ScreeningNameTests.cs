// Method: names whose compared form is known by hand.
using Proviso.Screening.Names;

namespace Proviso.Tests.Proviso.Screening;

public class ScreeningNameTests
{
    [Theory]
    [InlineData("Huawei Technologies Co., Ltd.", "huawei technology #limited")]
    [InlineData("HUAWEI TECH. COMPANY LIMITED", "huawei technology #limited")]
    [InlineData("华为技术有限公司", "hua wei technology #limited")]
    [InlineData("華為技術有限公司", "hua wei technology #limited")]
    [InlineData("ООО «Рога и Копыта»", "#limited roga kopyta")]
    [InlineData("Общество с ограниченной ответственностью Ромашка", "#limited romashka")]
    [InlineData("J.P. Morgan", "jp morgan")]
    [InlineData("O'Brien & Sons", "obrien and sons")]
    [InlineData("Al-Qa'ida", "al qaida")]
    [InlineData("AO Kontsern", "#shares kontsern")]
    [InlineData("Müller GmbH", "muller #limited")]
    [InlineData("ＦＵＪＩＴＳＵ", "fujitsu")]
    [InlineData("김정은", "gimjeongeun")]
    [InlineData("Acme Comany Limted", "acme #shares #limited")]
    [InlineData("Mr. Dr. Sheikh Ahmed", "ahmad")]
    [InlineData("The", "the")]
    public void A_name_is_compared_in_this_form(string name, string words) =>
        Assert.Equal(words, string.Join(' ', ScreeningName.Of(name).Words.Select(w => (w.Kind == NameWordKind.LegalForm ? "#" : "") + w.Text)));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("!!! ??? …")]
    [InlineData("\uD800")]
    [InlineData("\u202E\u200F\u0000")]
    [InlineData("😀🎉")]
    public void What_has_no_letters_has_no_words_and_matches_nothing(string name) => Assert.Empty(ScreeningName.Of(name).Words);

    [Fact]
    public void A_name_of_ten_thousand_letters_is_cut() => Assert.True(ScreeningName.Of(new string('a', 10_000)).Joined.Length <= ScreeningName.LongestName);

    [Fact]
    public void Marks_that_turn_text_do_not_hide_a_name() => Assert.Equal(["huawei"], ScreeningName.Of("Hua\u202Ewei").Words.Select(w => w.Text));
}
