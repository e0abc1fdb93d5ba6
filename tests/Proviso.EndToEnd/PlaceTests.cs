namespace Proviso.EndToEnd;

public class PlaceTests
{
    [Fact]
    public void The_test_host_runs() => Assert.True(AppContext.BaseDirectory.Length > 0);
}
