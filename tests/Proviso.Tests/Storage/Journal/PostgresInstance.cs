using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Proviso.Tests.Storage.Journal;

/// <summary>A PostgreSQL of its own in a temporary folder, on this machine's own address, with a password of its own; gone with its folder at the end.</summary>
public sealed class PostgresInstance : IAsyncLifetime
{
    // A server refuses to run as root; these are on every Debian.
    private static readonly string[] s_users = ["postgres", "nobody"];

    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly int _port = FreePort();
    private string _folder = "";
    private Process? _server;

    /// <summary>Why there is none; null when there is one.</summary>
    public string? Missing { get; private set; }

    /// <summary>How to reach its database.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Database=postgres;Username=proviso;Password={_password};Pooling=true;Maximum Pool Size=20");

    private static string? Binaries => new[] { "/usr/local/bin" }
        .Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => d, StringComparer.Ordinal).Select(d => Path.Combine(d, "bin")) : [])
        .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        .FirstOrDefault(d => File.Exists(Path.Combine(d, "initdb")) && File.Exists(Path.Combine(d, "postgres")));

    /// <summary>The connection string; where there is no PostgreSQL the test is skipped, or fails where it has to be there.</summary>
    public string Required()
    {
        Assert.SkipUnless(
            Missing is null || (Environment.GetEnvironmentVariable("CI") is not null && Environment.GetEnvironmentVariable("PROVISO_POSTGRES") != "absent"), $"no PostgreSQL: {Missing}");
        Assert.True(Missing is null, $"CI has to run the tests on PostgreSQL: {Missing}");
        return ConnectionString;
    }

    public ValueTask InitializeAsync()
    {
        if (Binaries is not { } binaries)
        {
            Missing = "install it (Debian: apt-get install postgresql)";
            return ValueTask.CompletedTask;
        }

        _folder = Directory.CreateTempSubdirectory("proviso-postgres-").FullName;
        var (data, secret) = (Path.Combine(_folder, "data"), Path.Combine(_folder, "secret"));
        File.WriteAllText(secret, _password);
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "-R", User, _folder);
        }

        Run([.. AsUser, Path.Combine(binaries, "initdb"), "-D", data, "-U", "proviso", "--auth=scram-sha-256", $"--pwfile={secret}", "-E", "UTF8", "--locale=C"]);
        File.Delete(secret);
        Start();
        return ValueTask.CompletedTask;
    }

    /// <summary>Starts it, and waits until it answers.</summary>
    public void Start()
    {
        string[] command =
        [
            .. AsUser, Path.Combine(Binaries!, "postgres"), "-D", Path.Combine(_folder, "data"), "-p", _port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=on", "-c", "max_connections=60", "-c", "log_min_messages=fatal",
        ];
        var info = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _folder };
        _server = Process.Start(info)!;
        _server.ErrorDataReceived += (_, _) => { };
        _server.BeginErrorReadLine();
        _server.BeginOutputReadLine();
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=2");
                connection.Open();
                return;
            }
            catch (NpgsqlException) when (tries < 600 && !_server.HasExited)
            {
                Thread.Sleep(50);
            }
        }
    }

    /// <summary>Ends every one of its processes at once, as a crash would.</summary>
    public void Kill()
    {
        var server = _server!;
        var children = Directory.GetDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == server.Id).ToList();

        // The parent first: it would start new ones.
        server.Kill();
        foreach (var child in children)
        {
            try
            {
                using var process = Process.GetProcessById(child);
                process.Kill();
            }
            catch (ArgumentException)
            {
                // Gone already.
            }
        }

        server.WaitForExit();
        server.Dispose();
        _server = null;
        var patience = Stopwatch.StartNew();
        while (children.Any(c => IsAlive(c)) && patience.Elapsed < TimeSpan.FromSeconds(20))
        {
            Thread.Sleep(10);
        }

        // What a crash leaves behind names a process that may seem alive for as long as nobody has collected it.
        File.Delete(Path.Combine(_folder, "data", "postmaster.pid"));
        NpgsqlConnection.ClearAllPools();
    }

    public ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is { } server)
        {
            _server = null;
            Signal(server.Id, "INT");
            if (!server.WaitForExit(20_000))
            {
                server.Kill(entireProcessTree: true);
                server.WaitForExit();
            }

            server.Dispose();
        }

        if (_folder.Length > 0)
        {
            Directory.Delete(_folder, recursive: true);
        }

        return ValueTask.CompletedTask;
    }

    private static string User => s_users.First(u => File.ReadLines("/etc/passwd").Any(l => l.StartsWith(u + ":", StringComparison.Ordinal)));

    private static string[] AsUser => Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", $"--regid={GroupOf(User)}", "--clear-groups", "--"] : ["env"];

    private static string GroupOf(string user) => File.ReadLines("/etc/passwd").First(l => l.StartsWith(user + ":", StringComparison.Ordinal)).Split(':')[3];

    private static void Signal(int process, string name) => Run("kill", $"-{name}", process.ToString(CultureInfo.InvariantCulture));

    private static int ParentOf(int id)
    {
        try
        {
            // After the name in brackets: state, parent.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static bool IsAlive(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[stat.LastIndexOf(')') + 2] != 'Z';
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" })!;
        _ = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} {command[^1]}: {error}");
        }
    }
}
