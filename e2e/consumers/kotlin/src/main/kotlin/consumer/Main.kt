// SPDX-License-Identifier: Apache-2.0
package consumer

import dev.bracketwire.connector.Connector
import dev.bracketwire.testkit.Answer
import dev.bracketwire.testkit.FakeUpstream

fun main() {
    val okHttps = FakeUpstream::class.java.classLoader.getResources("okhttp3/OkHttpClient.class").toList()
    println("${call()}, OkHttp jars: ${okHttps.size}")
}

private fun call(): String = FakeUpstream.start().use { upstream ->
    upstream.on("GET", "/players/{id}").answers(Answer.json("""{"id":"42","name":"Ann"}"""))
    Connector.create("fake", upstream.uri()).use { api -> api.get("/players/{id}", Player::class.java, 42).get().name }
}

@JvmRecord
data class Player(val id: String, val name: String)
