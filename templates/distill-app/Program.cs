using DistillApp;
using Microsoft.ML.OnnxRuntime;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = 20 << 20);
var file = builder.Configuration["Model"] ?? "student.onnx";
Student student;
try
{
    student = new Student(file);
}
catch (InvalidDataException mistake)
{
    Console.Error.WriteLine(mistake.Message);
    Console.Error.WriteLine($"Write a model with 'distill export MODEL --out {file}', or name another one with --Model FILE.");
    return 2;
}

var app = builder.Build();

// What the model takes and which classes it has.
app.MapGet("/", () => new { student.Input, student.Classes });

// The body is one example: an image (image/png, image/jpeg), numbers (application/json, a list), or a text (text/plain).
app.MapPost("/predict", async (HttpRequest request) =>
{
    try
    {
        return Results.Ok(request.ContentType?.Split(';')[0].Trim() switch
        {
            "image/png" or "image/jpeg" => student.AskAboutImage(await Bytes(request)),
            "application/json" => student.AskAboutNumbers(await request.ReadFromJsonAsync<float[]>() ?? []),
            "text/plain" => student.AskAboutText(await new StreamReader(request.Body).ReadToEndAsync()),
            var type => throw new InvalidDataException($"The body has the type '{type}'; expected image/png, image/jpeg, application/json or text/plain."),
        });
    }
    catch (Exception mistake) when (mistake is InvalidDataException or System.Text.Json.JsonException or OnnxRuntimeException)
    {
        return Results.Problem(mistake.Message, statusCode: StatusCodes.Status400BadRequest);
    }
});

app.Run();
return 0;

static async Task<byte[]> Bytes(HttpRequest request)
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    return body.ToArray();
}
