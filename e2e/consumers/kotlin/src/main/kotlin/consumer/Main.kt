// SPDX-License-Identifier: Apache-2.0
package consumer

import dev.bracketwire.Secret

fun main() {
    val okHttps = Secret::class.java.classLoader.getResources("okhttp3/OkHttpClient.class").toList()
    println("${call()}, OkHttp jars: ${okHttps.size}")
}

private fun call(): String = Secret.of("x").toString()
