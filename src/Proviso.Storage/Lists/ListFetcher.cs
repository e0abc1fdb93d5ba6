using System.Net;
using System.Net.Http.Headers;
using Proviso.Screening.Lists;
using Proviso.Storage.Files;

namespace Proviso.Storage.Lists;

/// <summary>Fetches publications from their publishers into a store.</summary>
/// <remarks>
/// What can go wrong on the way (no answer, an error, a body cut off) is a failure and leaves the store as it is; what comes whole and is no
/// plausible publication is refused, and its lists are not ready until that is resolved.
/// </remarks>
public sealed class ListFetcher : IDisposable
{
    // Consolidated lists are 30 to 120 MB; more is not a list.
    private const long MostBytes = 600L << 20;
    private const int MostRedirects = 5;

    private readonly HttpClient _http;
    private readonly TimeSpan _silence;

    /// <summary>A fetcher.</summary>
    /// <param name="timeout">How long one publication may take.</param>
    /// <param name="silence">How long a server may send nothing.</param>
    public ListFetcher(TimeSpan timeout, TimeSpan silence)
    {
        // Redirects are followed here, each one looked at.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All, ConnectTimeout = silence };
        _http = new HttpClient(handler) { Timeout = timeout };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("proviso", typeof(ListFetcher).Assembly.GetName().Version?.ToString(3)));
        _silence = silence;
    }

    /// <summary>Fetches a publication if it changed.</summary>
    /// <param name="store">The store.</param>
    /// <param name="source">The publication.</param>
    /// <param name="confirmed">Who takes an implausible one for good, and why; null when nobody does.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Stops it; the store stays as it is.</param>
    public async Task<ListOutcome> Update(ListStore store, KnownSource source, string? confirmed, DateTimeOffset now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(source);
        var known = store.Manifest.Sources.GetValueOrDefault(source.Id);
        var offer = new ListOffer
        {
            Source = source.Id,
            Origin = source.Address.ToString(),
            Fetched = true,
            ListId = source.Lists.Length == 1 ? source.Lists[0] : null,
            MaxAge = source.MaxAge,
            LeastEntries = source.LeastEntries,
            Expected = source.Lists,
            Confirmed = confirmed,
        };
        try
        {
            // A refused publication is fetched again even if the server says it did not change since the last good one.
            var conditional = known is { Snapshot: not null, Refused: null, Fetched: true } && known.Origin == offer.Origin;
            using var response = await Send(source.Address, conditional ? known : null, cancellation).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.NotModified && conditional)
            {
                store.Unchanged(source.Id, now);
                return new ListOutcome(source.Id, ListOutcomeKind.Unchanged, known!.Snapshot, known.Lists.Values.Sum(), null, []);
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                return store.Failed(source.Id, offer, $"the server answered {(int)response.StatusCode} {response.ReasonPhrase}", now);
            }

            if (response.Content.Headers.ContentLength > MostBytes)
            {
                return store.Failed(source.Id, offer, $"it is longer than {MostBytes >> 20} MB", now);
            }

            offer = offer with { ETag = response.Headers.ETag?.ToString(), LastModified = response.Content.Headers.LastModified?.ToString("R") };
            var aside = Path.GetTempFileName();
            try
            {
                await Body(response, aside, cancellation).ConfigureAwait(false);
                using var whole = BoundedFile.IsReadable(aside) ? BoundedFile.Open(aside, ListStore.MostBytes, "publication of a list") : new MemoryStream();
                return store.Offer(whole, offer, now);
            }
            finally
            {
                File.Delete(aside);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return store.Failed(source.Id, offer, "the server was too slow", now);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return store.Failed(source.Id, offer, e.InnerException is null || e.Message.Contains(e.InnerException.Message, StringComparison.Ordinal) ? e.Message : $"{e.Message} {e.InnerException.Message}", now);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> Send(Uri address, HeldSource? known, CancellationToken cancellation)
    {
        for (var hop = 0; ; hop++)
        {
            // Plain HTTP only to this machine, which is where tests serve lists.
            if (address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            {
                throw new HttpRequestException($"{address} is not HTTPS");
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (known?.ETag is { } tag && EntityTagHeaderValue.TryParse(tag, out var etag))
            {
                request.Headers.IfNoneMatch.Add(etag);
            }

            if (known?.LastModified is { } since && DateTimeOffset.TryParse(since, System.Globalization.CultureInfo.InvariantCulture, out var date))
            {
                request.Headers.IfModifiedSince = date;
            }

            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } next)
            {
                return response;
            }

            response.Dispose();
            if (hop == MostRedirects)
            {
                throw new HttpRequestException("it is redirected over and over");
            }

            address = new Uri(address, next);
        }
    }

    private async Task Body(HttpResponseMessage response, string path, CancellationToken cancellation)
    {
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timeout = new CancellationTokenSource(_http.Timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(quiet.Token, timeout.Token);
        var body = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
        var file = File.Create(path);
        await using (body.ConfigureAwait(false))
        await using (file.ConfigureAwait(false))
        {
            var buffer = new byte[1 << 16];
            var total = 0L;
            while (true)
            {
                quiet.CancelAfter(_silence);
                var read = await body.ReadAsync(buffer, either.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                total += read;
                if (total > MostBytes)
                {
                    throw new HttpRequestException($"it is longer than {MostBytes >> 20} MB");
                }

                await file.WriteAsync(buffer.AsMemory(0, read), either.Token).ConfigureAwait(false);
            }
        }
    }
}
