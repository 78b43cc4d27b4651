using System.Text.Json.Serialization;

namespace Distill.Runs.Tests;

public sealed class StrictJsonTests
{
    [Fact]
    public void Reads_what_people_write()
    {
        var drink = StrictJson.Read<Order>(
            """
            {
              "$schema": "order.schema.json",
              // comments and trailing commas are welcome
              "drink": { "type": "tea", "minutes": 4 },
              "sizes": [1, 2,],
              "cup": { "width": 3, "height": 4 },
              "served": "warm",
            }
            """, "order.json");
        Assert.Equal(new Tea(4), drink.Drink);
        Assert.Equal([1, 2], drink.Sizes);
        Assert.Equal(new Cup(3, 4), drink.Cup);
        Assert.Equal(Serving.Warm, drink.Served);
    }

    [Fact]
    public void An_anonymous_type_which_would_lose_its_keys_is_refused() =>
        Assert.Throws<NotSupportedException>(() => StrictJson.Write(new { epochs = 3 }));

    [Fact]
    public void A_written_value_reads_back()
    {
        var order = new Order { Drink = new Coffee(true), Sizes = [3] };
        Assert.Equal(order.Drink, StrictJson.Read<Order>(StrictJson.Write(order), "order.json").Drink);
    }

    [Theory]
    [InlineData("""{"drink":{"type":"tea","minuts":4}}""", "order.json: unknown key 'drink.minuts'. Did you mean 'minutes'? The keys here are minutes.")]
    [InlineData("""{"drnk":{}}""", "unknown key 'drnk'. Did you mean 'drink'? The keys here are cup, drink, price, served, sizes")]
    [InlineData("""{"drink":{"type":"teh"}}""", "drink.type is 'teh'; expected coffee, tea. Did you mean 'tea'?")]
    [InlineData("""{"drink":{"minutes":4}}""", "drink.type is missing; expected coffee, tea")]
    [InlineData("""{"drink":{"type":"tea","minutes":"four"}}""", "order.json: drink.minutes: four is no whole number.")]
    [InlineData("""{"drink":{"type":"tea","minutes":"4"}}""", "drink.minutes: the text \"4\" is no number; leave out its quotation marks.")]
    [InlineData("""{"drink":{"type":"tea","minutes":2.5}}""", "drink.minutes: 2.5 is no whole number.")]
    [InlineData("""{"drink":{"type":"tea","minutes":5000000000}}""", "drink.minutes is 5000000000; expected -2147483648 to 2147483647.")]
    [InlineData("""{"drink":{"type":"tea","minutes":null}}""", "drink.minutes is null; expected a whole number.")]
    [InlineData("""{"drink":{"type":"coffee","milk":1}}""", "drink.milk is 1; expected true or false.")]
    [InlineData("""{"drink":null}""", "drink is null; expected an object")]
    [InlineData("""{"drink":[]}""", "drink is []; expected an object")]
    [InlineData("""{"drink":{"type":"tea","minutes":4},"sizes":"1,2"}""", "sizes is \"1,2\"; expected a list such as [1, 2].")]
    [InlineData("""{"drink":{"type":"tea","minutes":4},"sizes":[1,null]}""", "sizes[1] is null; expected a whole number.")]
    [InlineData("""{"drink":{"type":"tea","minutes":4},"served":1}""", "served is 1; expected a text.")]
    [InlineData("""{"drink":{"type":"tea","minutes":4},"price":"2,5"}""", "price: 2,5 is no number; write 2.5.")]
    [InlineData("""{"drink":{"type":"tea","minutes":4},"price":1e999}""", "price is 1e999, which is too large.")]
    [InlineData("""{"drink":{"type":"tea"}}""", "order.json: drink.minutes is missing.")]
    [InlineData("""{"sizes":[1]}""", "order.json: drink is missing.")]
    [InlineData("""{"sizes":[1.5],"served":"hot"}""", "sizes[0]: 1.5 is no whole number; served is 'hot'; expected cold, warm; drink is missing.")]
    [InlineData("{\n  \"größe\": 3,\n  \"é\" 4\n}", "order.json is not JSON: line 3, column 7: ")]
    [InlineData(" ", "order.json is not JSON: it is empty.")]
    [InlineData("""{"drink":{"type":"tea","minutes":4},"cup":{"heigth":4}}""", "unknown key 'cup.heigth'. Did you mean 'height'?")]
    [InlineData("""{"drink":{"type":"tea","minutes":4},"served":"wram"}""", "served is 'wram'; expected cold, warm. Did you mean 'warm'?")]
    [InlineData("""{"drink":{"type":"tea","minutes":4},"served":"boiled"}""", "served is 'boiled'; expected cold, warm.")]
    [InlineData("""{"drink":{"type":"tea","minutes":4},"drink":{"type":"tea","minutes":4}}""", "order.json")]
    [InlineData("null", "null")]
    [InlineData("[[[[", "not JSON")]
    public void Says_what_is_wrong_and_where(string text, string expected)
    {
        var mistake = Assert.Throws<DistillException>(() => StrictJson.Read<Order>(text, "order.json"));
        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("?.", mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Throws<DistillException>(() => StrictJson.Read<Order>(new string('[', 100_000), "order.json"));

    [JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
    [JsonDerivedType(typeof(Tea), "tea")]
    [JsonDerivedType(typeof(Coffee), "coffee")]
    private abstract record Drink;

    private sealed record Tea(int Minutes) : Drink;

    private sealed record Coffee(bool Milk) : Drink;

    private sealed record Order
    {
        public required Drink Drink { get; init; }

        public IReadOnlyList<int> Sizes { get; init; } = [];

        public Cup? Cup { get; init; }

        public Serving? Served { get; init; }

        public double Price { get; init; }
    }

    private enum Serving
    {
        Cold,
        Warm,
    }

    private readonly record struct Cup(int Width, int Height);
}
