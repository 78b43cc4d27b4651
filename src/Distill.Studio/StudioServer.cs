using System.Net;
using System.Net.Sockets;
using Distill.Runs;
using Distill.Studio.Classes;
using Distill.Studio.Control;
using Distill.Studio.Listing;
using Distill.Studio.Playground;
using Distill.Studio.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Distill.Studio;

/// <summary>Pages about the runs and models of a folder, for a browser on this machine.</summary>
internal sealed class StudioServer : IAsyncDisposable
{
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(3);

    private readonly WebApplication application;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim gate = new(1, 1);
    private ModelShelf? shelf;
    private RunControl? control;

    private StudioServer(StudioOptions options)
    {
        // Nothing is read from the environment or from files in the working folder: a setting there could open other addresses.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Listen(options.Address(), options.Port);
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = HttpAnswers.MostBodyBytes;
            server.Limits.MaxRequestLineSize = 32 << 10;
        });
        builder.Services.AddRoutingCore();
        application = builder.Build();
        application.Use((http, next) => new RequestGuard(options).Invoke(http, next));
        application.UseRouting();
        Map(options);
    }

    /// <summary>What a browser opens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Opens the pages.</summary>
    /// <exception cref="DistillException">There is no such folder, the address is not this machine's, or the port is taken.</exception>
    public static async Task<StudioServer> Start(StudioOptions options, CancellationToken cancellationToken = default)
    {
        options = options with { Folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Folder)) };
        if (!Directory.Exists(options.Folder))
        {
            throw new DistillException($"There is no folder {options.Folder}; expected one with runs, which 'distill train' and other verbs make in ./runs.");
        }

        if (!options.IsLoopback && options.Token is null)
        {
            throw new DistillException($"{options.Host} is reached from other machines, so a token is needed.");
        }

        var server = new StudioServer(options);
        try
        {
            await server.application.StartAsync(cancellationToken);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            await server.DisposeAsync();
            throw new DistillException($"Port {options.Port} of {options.Address()} cannot be opened: {error.Message.TrimEnd('.')}. Choose another, or 0 for any that is free.", error);
        }

        server.Address = server.Printed(options);
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        using var patience = new CancellationTokenSource(Goodbye);
        await application.StopAsync(patience.Token);
        await application.DisposeAsync();
        // Models are let go of once nobody computes with them; the end of the process does the rest.
        if (await gate.WaitAsync(Goodbye))
        {
            shelf?.Dispose();
        }

        control?.Dispose();
        gate.Dispose();
        stopping.Dispose();
    }

    private void Map(StudioOptions options)
    {
        var catalogue = new RunCatalogue(options.Folder);
        _ = Task.Run(() => catalogue.Prepare(stopping.Token));
        var runs = new RunAnswers(catalogue, options.Folder, gate, stopping.Token);
        Get("/api/runs", runs.List);
        Get("/api/events", runs.Events);
        Get("/api/run", runs.Details);
        Get("/api/curves", runs.Curves);
        Get("/api/differences", runs.Differences);
        Get("/compare", runs.Compare);
        Get("/report", runs.Report);
        control = new RunControl(catalogue, options.Program);
        var controls = new ControlAnswers(control);
        Get("/api/resumption", controls.Resumption);
        Post("/api/stop", controls.Stop);
        Post("/api/resume", controls.Resume);
        var models = new ModelCatalogue(options.Folder, catalogue);
        shelf = new ModelShelf(models);
        var playground = new PlaygroundAnswers(models, shelf, gate);
        Get("/api/models", playground.List);
        Get("/api/playground", playground.Look);
        Get("/api/example.png", playground.Picture);
        Post("/api/predict", playground.Predict);
        Post("/api/specialists", playground.Specialists);
        Post("/api/disagreements", playground.Disagreements);
        var classes = new ClassAnswers(models, shelf, gate);
        Post("/api/classes", classes.Map);
        Post("/api/classes/pair", classes.Pair);
        Get("/{**file}", new PageFiles().Answer);
    }

    private void Get(string address, RequestDelegate answer) => application.MapMethods(address, [HttpMethods.Get], answer);

    private void Post(string address, RequestDelegate answer) => application.MapMethods(address, [HttpMethods.Post], answer);

    private Uri Printed(StudioOptions options)
    {
        var bound = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var address = options.Address();
        var host = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? Environment.MachineName
            : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]"
            : $"{address}";
        return new Uri($"http://{host}:{bound.Port}/{(options.Token is { } token ? $"?token={token}" : "")}");
    }
}
