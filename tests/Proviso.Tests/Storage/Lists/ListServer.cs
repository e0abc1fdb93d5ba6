using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Proviso.Tests.Storage.Lists;

/// <summary>A publisher on this machine that answers each request as it is told to, the last answer again and again.</summary>
internal sealed class ListServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Queue<Func<string, NetworkStream, Task>> _answers = new();
    private readonly Task _serving;

    public ListServer()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/list");
        _serving = Serve();
    }

    public Uri Address { get; }

    /// <summary>The heads of the requests that came.</summary>
    public List<string> Requests { get; } = [];

    public void Then(Func<string, NetworkStream, Task> answer) => _answers.Enqueue(answer);

    public void Then(string body, string head = "HTTP/1.1 200 OK", string? etag = null) =>
        Then((_, stream) => Send(stream, $"{head}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{(etag is null ? "" : $"ETag: {etag}\r\n")}Connection: close\r\n\r\n{body}"));

    public static async Task Send(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Stop();
        try
        {
            _serving.GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }

        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task Serve()
    {
        while (!_stop.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            var stream = client.GetStream();
            var head = new StringBuilder();
            var buffer = new byte[4096];
            while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var read = await stream.ReadAsync(buffer, _stop.Token);
                if (read == 0)
                {
                    break;
                }

                head.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }

            Requests.Add(head.ToString());
            try
            {
                await (_answers.Count > 1 ? _answers.Dequeue() : _answers.Peek())(head.ToString(), stream).WaitAsync(_stop.Token);
            }
            catch (IOException)
            {
                // The other side hung up on a slow answer.
            }
        }
    }
}
