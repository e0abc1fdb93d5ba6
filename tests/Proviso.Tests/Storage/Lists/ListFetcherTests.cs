// Method: a publisher on this machine that answers well, slowly, cut off, with errors, with other things; after each, what the store searches and whether it is ready.
using System.Text;
using Proviso.Screening.Lists;
using Proviso.Storage.Lists;

namespace Proviso.Tests.Storage.Lists;

public sealed class ListFetcherTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 2, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"proviso-lists-{Guid.NewGuid():n}");
    private readonly ListServer _server = new();

    public void Dispose()
    {
        _server.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_comes_whole_is_taken_and_asked_for_again_only_if_it_changed()
    {
        _server.Then(ListStoreTests.Csv(10), etag: "\"one\"");
        _server.Then("", "HTTP/1.1 304 Not Modified");

        Assert.Equal(ListOutcomeKind.Accepted, (await Update(Now)).Kind);
        Assert.Equal(ListOutcomeKind.Unchanged, (await Update(Now.AddDays(1))).Kind);

        Assert.DoesNotContain("If-None-Match", _server.Requests[0], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("If-None-Match: \"one\"", _server.Requests[1], StringComparison.OrdinalIgnoreCase);
        Assert.Equal(Now.AddDays(1), Assert.Single(State(Now.AddDays(1))).Checked);
    }

    [Fact]
    public async Task A_server_error_leaves_what_was_there_ready_until_its_limit()
    {
        _server.Then(ListStoreTests.Csv(10));
        _server.Then("sorry", "HTTP/1.1 500 Internal Server Error");
        await Update(Now);

        var outcome = await Update(Now.AddDays(1));

        Assert.Equal((ListOutcomeKind.Failed, "the server answered 500 Internal Server Error"), (outcome.Kind, outcome.Reason));
        Assert.Equal(ListReadiness.Ready, Assert.Single(State(Now.AddDays(1))).Readiness);
        var stale = Assert.Single(State(Now.AddDays(3)));
        Assert.Equal(ListReadiness.Stale, stale.Readiness);
        Assert.Contains("500 Internal Server Error", stale.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_fetch_that_fails_leaves_a_list_that_is_not_there()
    {
        _server.Then("sorry", "HTTP/1.1 503 Service Unavailable");

        await Update(Now);

        var state = Assert.Single(State(Now));
        Assert.Equal(ListReadiness.Absent, state.Readiness);
        Assert.Contains("503", state.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_cut_off_is_not_taken()
    {
        _server.Then(ListStoreTests.Csv(10));
        _server.Then((_, s) => ListServer.Send(s, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nname,country\nMade-up,CN\n"));
        await Update(Now);

        Assert.Equal(ListOutcomeKind.Failed, (await Update(Now)).Kind);
        Assert.Equal((ListReadiness.Ready, 10), (Assert.Single(State(Now)).Readiness, Assert.Single(State(Now)).Entries));
    }

    [Fact]
    public async Task A_body_in_chunks_cut_off_is_not_taken()
    {
        _server.Then(ListStoreTests.Csv(10));
        _server.Then((_, s) => ListServer.Send(s, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n17\r\nname,country\nMade-up,CN\n\r\n"));
        await Update(Now);

        Assert.Equal(ListOutcomeKind.Failed, (await Update(Now)).Kind);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_not_waited_for()
    {
        _server.Then(async (_, s) =>
        {
            await ListServer.Send(s, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nname,country\n");
            await Task.Delay(TimeSpan.FromMinutes(1));
        });

        var outcome = await Update(Now, silence: TimeSpan.FromMilliseconds(300));

        Assert.Equal((ListOutcomeKind.Failed, "the server was too slow"), (outcome.Kind, outcome.Reason));
    }

    [Fact]
    public async Task A_server_that_drips_is_stopped_by_the_time_for_the_whole()
    {
        _server.Then(async (_, s) =>
        {
            await ListServer.Send(s, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            for (var i = 0; i < 600; i++)
            {
                await ListServer.Send(s, "x");
                await Task.Delay(50);
            }
        });

        Assert.Equal("the server was too slow", (await Update(Now, timeout: TimeSpan.FromSeconds(1))).Reason);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>We will be back soon</body></html>")]
    [InlineData("")]
    [InlineData("name,country\n")]
    public async Task What_comes_whole_and_is_no_list_is_refused_and_nobody_is_clear(string body)
    {
        _server.Then(ListStoreTests.Csv(10));
        _server.Then(body);
        await Update(Now);

        Assert.Equal(ListOutcomeKind.Refused, (await Update(Now)).Kind);
        Assert.Equal((ListReadiness.Doubtful, 10), (Assert.Single(State(Now)).Readiness, Assert.Single(State(Now)).Entries));
    }

    [Fact]
    public async Task After_a_refusal_the_publication_is_fetched_whole_again()
    {
        _server.Then(ListStoreTests.Csv(10), etag: "\"one\"");
        _server.Then(ListStoreTests.Csv(5), etag: "\"two\"");
        _server.Then(ListStoreTests.Csv(10), etag: "\"three\"");
        await Update(Now);
        Assert.Equal(ListOutcomeKind.Refused, (await Update(Now)).Kind);

        Assert.Equal(ListOutcomeKind.Unchanged, (await Update(Now)).Kind);

        Assert.DoesNotContain("If-None-Match", _server.Requests[2], StringComparison.OrdinalIgnoreCase);
        Assert.Equal(ListReadiness.Ready, Assert.Single(State(Now)).Readiness);
    }

    [Theory]
    [InlineData("http://list.example/other", "is not HTTPS")]
    [InlineData("/list", "redirected over and over")]
    public async Task A_redirect_is_followed_to_safe_places_and_not_for_ever(string location, string reason)
    {
        _server.Then("", $"HTTP/1.1 302 Found\r\nLocation: {location}");

        var outcome = await Update(Now);

        Assert.Equal(ListOutcomeKind.Failed, outcome.Kind);
        Assert.Contains(reason, outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publisher_that_is_not_there_is_a_failure_and_no_fault()
    {
        using var fetcher = new ListFetcher(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));

        var outcome = await fetcher.Update(ListStore.Open(_folder), Source with { Address = new Uri("http://127.0.0.1:9/list") }, null, Now, TestContext.Current.CancellationToken);

        Assert.Equal(ListOutcomeKind.Failed, outcome.Kind);
    }

    [Fact]
    public async Task A_packed_body_is_unpacked()
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(ListStoreTests.Csv(10)));
        }

        _server.Then(async (_, s) =>
        {
            await ListServer.Send(s, $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n");
            await s.WriteAsync(packed.ToArray());
        });

        Assert.Equal((ListOutcomeKind.Accepted, 10), ((await Update(Now)).Kind, Assert.Single(State(Now)).Entries));
    }

    private KnownSource Source => new("made-up", "made up", _server.Address, 2, TimeSpan.FromDays(2), ["watch"]);

    private System.Collections.Immutable.ImmutableArray<ListState> State(DateTimeOffset now) => ListStore.Open(_folder).Load(now, []).States;

    private async Task<ListOutcome> Update(DateTimeOffset now, TimeSpan? timeout = null, TimeSpan? silence = null)
    {
        using var fetcher = new ListFetcher(timeout ?? TimeSpan.FromSeconds(30), silence ?? TimeSpan.FromSeconds(30));
        return await fetcher.Update(ListStore.Open(_folder), Source, null, now, TestContext.Current.CancellationToken);
    }
}
